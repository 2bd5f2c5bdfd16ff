/**
 * Whether a provider instance is one that the engine makes of the stack's configuration, by its name: `default`, with the version
 * and the address of the plugin that a program asks for (pulumi: resource/deploy/providers, ProviderRequest.DefaultName).
 */
export function isDefaultName(name: string): boolean {
    return /^default(?:_\d.*|_[a-z]+_\/.*)?$/.test(name);
}
