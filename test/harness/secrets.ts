import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

// A JSON Web Token, signed, wherever it stands.
const token = /eyJ[\w-]{5,}\.eyJ[\w-]{5,}\.[\w-]{10,}/;

/** Fails where a text holds a secret or a token. */
export function assertNoSecret(text: string, secrets: string[], where: string): void {
    for (const secret of secrets) assert.ok(!text.includes(secret), `${where} holds the secret ${secret}`);
    assert.ok(!token.test(text), `${where} holds a token: ${token.exec(text)?.[0] ?? ""}`);
}

/** Fails where a file of a folder holds a secret or a token; answers how many files were searched. */
export function assertNoSecretIn(folder: string, secrets: string[]): number {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
        .map((name) => path.join(folder, name))
        .filter((file) => statSync(file).isFile());
    for (const file of files) assertNoSecret(readFileSync(file, "latin1"), secrets, file);
    return files.length;
}
