import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { defaultSeed, seedApp, seedIds, type Emulator, type Seed } from "kore-emulator";
import { environmentName } from "../../provider/config";
import { nativeToken, typeToken } from "../../provider/model/kinds";
import { examine, type Diagnosis, type Surroundings } from "../../review/src/doctor/examine";
import type { Check, Finding } from "../../review/src/doctor/finding";
import { diagnosisJson } from "../../review/src/doctor/json";
import { findingText, summaryText } from "../../review/src/doctor/text";
import { assertNoSecret } from "../harness/secrets";

/** An account in which nothing is wrong: with a second administrator. */
export const seed: Seed = {
    ...defaultSeed,
    people: [
        ...defaultSeed.people,
        { emailId: "deputy@example.com", roles: [{ roleId: seedIds.adminRoles.masterAdmin }] },
    ],
};

/** The settings of an emulator with the default seed, by environment. */
export function environmentOf(host: string, more: Record<string, string | undefined> = {}): Record<string, string> {
    const settings = { host, clientId: seedApp.clientId, clientSecret: seedApp.clientSecret, ...more };
    return Object.fromEntries(
        Object.entries(settings).flatMap(([key, value]) =>
            value === undefined ? [] : [[environmentName(key), value]],
        ),
    );
}

/** Examines without a project: the machine and the account alone. */
export function examineAccount(
    environment: Record<string, string>,
    more: Partial<Surroundings> = {},
): Promise<Diagnosis> {
    return examineSafely({
        project: undefined,
        stack: undefined,
        environment: { PATH: "", ...environment },
        node: "20.20.2",
        now: Date.now,
        ...more,
    });
}

/** Examines, and fails where a finding holds a secret or a token. */
async function examineSafely(surroundings: Surroundings): Promise<Diagnosis> {
    const told: Finding[] = [];
    const diagnosis = await examine(surroundings, (finding) => told.push(finding));
    assert.deepEqual(told, diagnosis.findings);
    assert.ok(diagnosis.requests <= 8, `${diagnosis.requests} requests`);
    assertNoSecret(
        textOf(diagnosis) + diagnosisJson(diagnosis),
        [seedApp.clientSecret, "a-wrong-secret"],
        "the diagnosis",
    );
    return diagnosis;
}

/** What was found by one check. */
export function found({ findings }: Diagnosis, check: Check): Omit<Finding, "check"> {
    const [finding, ...others] = findings.filter((each) => each.check === check);
    assert.ok(
        finding !== undefined && others.length === 0,
        `${check} is told of ${others.length + (finding === undefined ? 0 : 1)} times`,
    );
    const { status, says, fix } = finding;
    return { status, says, fix };
}

/** The checks that ended so. */
export function checksThatAre({ findings }: Diagnosis, status: Finding["status"]): Check[] {
    return findings.filter((finding) => finding.status === status).map(({ check }) => check);
}

/** What a user reads. */
export function textOf(diagnosis: Diagnosis): string {
    return diagnosis.findings.map((finding) => findingText(finding, false)).join("") + summaryText(diagnosis);
}

/** Fails where the account was sent anything that could change it. */
export function assertOnlyRead(emulator: Emulator): void {
    const others = emulator.account
        .requests()
        .filter(({ method, path }) => method !== "GET" && `${method} ${path}` !== "POST /api/public/usersInfo");
    assert.deepEqual(others, []);
}

/** A server of this machine that is no emulator, and what it was sent. */
export interface OtherServer {
    url: string;
    headers: IncomingHttpHeaders[];
    close(): Promise<void>;
}

export function serve(answer: RequestListener): Promise<OtherServer> {
    const headers: IncomingHttpHeaders[] = [];
    const server = createServer((request, response) => {
        headers.push(request.headers);
        answer(request, response);
    });
    const close = () =>
        new Promise<void>((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
        });
    return new Promise((listening) => {
        server.listen(0, "127.0.0.1", () => {
            const address = server.address();
            const port = typeof address === "object" && address !== null ? address.port : 0;
            listening({ url: `http://127.0.0.1:${port}`, headers, close });
        });
    });
}

// Stands for the CLI: what a command writes, or says when it fails, is in a file by the command's name.
const fakePulumi = `#!/bin/sh
kept="$(dirname "$0")"
if [ -f "$kept/$1.error" ]; then
    cat "$kept/$1.error" >&2
    exit 255
fi
echo "$@" >> "$kept/commands"
cat "$kept/$1"
`;

/** What a stack's configuration holds. */
export type Config = Record<string, { value: string; secret?: boolean }>;

/** A project of a test's own in a temporary folder, with a Pulumi CLI that says what the test wants. */
export class FabricatedProject {
    readonly folder = mkdtempSync(path.join(tmpdir(), "doctor-"));
    private readonly bin = path.join(this.folder, "bin");

    constructor(host: string) {
        mkdirSync(this.bin);
        this.write("Pulumi.yaml", "name: access\nruntime: nodejs\n");
        this.write("tsconfig.json", "{}");
        this.write("bin/pulumi", fakePulumi);
        chmodSync(path.join(this.bin, "pulumi"), 0o755);
        this.says("version", "v3.259.0\n");
        this.configure({
            "kore:host": { value: host },
            "kore:clientId": { value: seedApp.clientId },
            "kore:clientSecret": { value: seedApp.clientSecret, secret: true },
        });
        this.state([]);
        this.says("plugin", "[]");
        this.install("@pulumi/pulumi", "3.248.0", { engines: { node: ">=20" } });
        this.install("typescript", "5.9.3");
        this.install("pulumi-kore", "0.1.4", {
            exports: { "./provider": "./provider.js", "./package.json": "./package.json" },
        });
        this.write("node_modules/pulumi-kore/provider.js", "");
    }

    write(name: string, text: string): void {
        const file = path.join(this.folder, name);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, text);
    }

    install(name: string, version: string, more: object = {}): void {
        this.write(`node_modules/${name}/package.json`, JSON.stringify({ name, version, ...more }));
    }

    uninstall(name: string): void {
        rmSync(path.join(this.folder, "node_modules", name), { recursive: true });
    }

    /** What a command of the CLI writes. */
    says(command: "version" | "config" | "stack" | "plugin", text: string): void {
        this.write(`bin/${command}`, text);
    }

    fails(command: "version" | "config" | "stack", text: string): void {
        this.write(`bin/${command}.error`, text);
    }

    configure(config: Config): void {
        this.says(
            "config",
            JSON.stringify(
                Object.fromEntries(
                    Object.entries(config).map(([key, { value, secret = false }]) => [key, { value, secret }]),
                ),
            ),
        );
    }

    /** People in the state, each in an account; an instance of a program's own where one is named. `native`: by the plugin. */
    state(
        people: { account: string; instance?: string; type?: "KoreUser" | "KoreUserAccess"; native?: boolean }[],
    ): void {
        const resources = people.map(({ account, instance = "default", type = "KoreUser", native = false }, index) => {
            const token = native ? nativeToken(type) : typeToken(type);
            return {
                urn: `urn:pulumi:prod::access::${token}::person-${index}`,
                type: token,
                outputs: { account },
                provider: `urn:pulumi:prod::access::pulumi:providers:${native ? "kore" : "pulumi-nodejs"}::${instance}::00000000-0000-4000-8000-000000000000`,
            };
        });
        this.says("stack", JSON.stringify({ version: 3, deployment: { resources } }));
    }

    examine(environment: Record<string, string> = {}, more: Partial<Surroundings> = {}): Promise<Diagnosis> {
        const env = {
            PATH: [this.bin, "/usr/bin", "/bin"].join(path.delimiter),
            PULUMI_PARALLEL: "64",
            ...environment,
        };
        return examineSafely({
            project: { folder: this.folder },
            stack: undefined,
            environment: env,
            node: "20.20.2",
            now: Date.now,
            ...more,
        });
    }

    remove(): void {
        rmSync(this.folder, { recursive: true });
    }
}
