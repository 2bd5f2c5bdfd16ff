import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { seedApp } from "kore-emulator";
import { repositoryRoot } from "../harness/repository";
import { assertNoSecret } from "../harness/secrets";

/** What a search went through. */
export interface Searched {
    files: number;
    /** Logs that the engine encrypts, with a key that it keeps nowhere: nobody can read them, and no search can. */
    sealed: number;
    /** Files with a secret or a token in them, and which. */
    found: string[];
}

// The test's own program, which may name a secret as somebody might who knows no better.
const programs = new Set(["resources.json"]);
// "PLOG", with which the engine's encrypted logs begin.
const sealedMark = "PLOG";
const gzipMark = "\u001f\u008b";

/** Where the tests with the real CLI leave what it writes, and the provider's processes what they tell each other. */
export const leftBehind = [
    path.join(repositoryRoot, "test", "e2e", ".work"),
    path.join(tmpdir(), `pulumi-kore${process.getuid === undefined ? "" : `-${process.getuid()}`}`),
];

/**
 * Every secret that a test gives an app, as the sources of the tests have them, so that one that is added is searched for as well. All
 * of them have a hyphen, and the names of settings have none.
 */
export function secretsOfTests(): string[] {
    const named = /\b\w*secret\w*["']?\s*:\s*"([\w-]*secret[\w-]*)"/gi;
    const sources = filesIn(path.join(repositoryRoot, "test")).filter(
        (file) => /\.ts$/.test(file) && !file.includes(`${path.sep}.work${path.sep}`),
    );
    const secrets = sources.flatMap((file) =>
        [...readFileSync(file, "utf8").matchAll(named)].flatMap(([, secret = ""]) =>
            secret.includes("-") ? [secret] : [],
        ),
    );
    return [...new Set([seedApp.clientSecret, ...secrets])];
}

/** Searches all files of a folder, but those that a test or an example has put there itself. */
export function search(folder: string, secrets: string[]): Searched {
    const forms = secrets.flatMap((secret) => [
        secret,
        encodeURIComponent(secret),
        Buffer.from(secret).toString("base64").replace(/=+$/, ""),
    ]);
    const sources = filesIn(path.join(repositoryRoot, "examples")).map((file) => readFileSync(file, "latin1"));
    const searched: Searched = { files: 0, sealed: 0, found: [] };
    for (const file of filesIn(folder)) {
        // Another run on this machine may take back what it has written.
        if (!existsSync(file)) continue;
        const text = textOf(file);
        if (programs.has(path.basename(file)) || sources.includes(text)) continue;
        searched.files++;
        if (text.startsWith(sealedMark)) searched.sealed++;
        try {
            assertNoSecret(text, [...new Set(forms)], path.relative(folder, file));
        } catch (error) {
            searched.found.push(error instanceof Error ? error.message : String(error));
        }
    }
    return searched;
}

function textOf(file: string): string {
    const bytes = readFileSync(file);
    return bytes.toString("latin1", 0, 2) === gzipMark
        ? gunzipSync(bytes).toString("latin1")
        : bytes.toString("latin1");
}

// Links lead out of it, to the packages.
function filesIn(folder: string): string[] {
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesIn(file);
        return entry.isFile() ? [file] : [];
    });
}
