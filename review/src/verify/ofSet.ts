// Each message begins with an address, of several people with all of theirs (provider/run/refusals.ts).
const beginning = /(?<=^|\n {2}|\* )(?=[^\s@;]+@[^\s@:;]+(?:: | was | could ))/;
const subject = /[^\s@;]+@[^\s@:;]+(?=: | was | could )/g;

/** What an error of a KoreUsers tells of each of its people whom it names. */
export function toldOfEach(message: string): Map<string, string> {
    return new Map(
        message.split(beginning).flatMap((part) => {
            const [head = ""] = part.split(/:\n|: kore:/);
            return (head.match(subject) ?? []).map((emailId): [string, string] => [emailId, part.trim()]);
        }),
    );
}
