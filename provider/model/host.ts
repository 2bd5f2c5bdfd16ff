/** Whether a host's requests stay on this machine, where nobody on the way reads them. */
export function isOfThisMachine(hostname: string): boolean {
    return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

// Of letters that no shell reads, as it is shown in a command to copy; and no option of that command.
const plain = /^[\w[][\w.:[\]-]*$/;

/**
 * The setting that leads to an account, of which a state has the name alone; undefined where that is no host.
 *
 * @param baseUrl where the settings lead now
 */
export function hostSettingOf(account: string, baseUrl: string): string | undefined {
    if (!plain.test(account)) return undefined;
    const { protocol, hostname } = new URL(baseUrl);
    // The private installations of one company are alike: where one is reached without TLS, so are the others.
    const isPrivate = protocol === "http:" && !isOfThisMachine(hostname);
    return isPrivate || isOfThisMachine(account.replace(/:\d+$/, "")) ? `http://${account}` : account;
}
