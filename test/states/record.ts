import path from "node:path";
import { defaultSeed, seedApp, startEmulator } from "kore-emulator";
import { repositoryRoot } from "../harness/repository";
import { Stack } from "../harness/stack";
import { before, company } from "./company";
import { isRecorded, project, thisRelease, writeRecorded } from "./recorded";

/** `npx tsx test/states/record.ts RELEASE` */
async function main([release, ...others]: string[]): Promise<string> {
    if (release === undefined || others.length > 0) throw new Error("Which release? npx tsx test/states/record.ts 0.1.0");
    if (release !== thisRelease) throw new Error(`package.json says ${thisRelease}: the state of ${release} cannot be recorded from this code.`);
    if (isRecorded(release)) throw new Error(`test/states/${release}.json is there. What a release has left behind stays as it is.`);

    const emulator = await startEmulator({ limits: "off", seed: { ...defaultSeed, people: [...defaultSeed.people, ...before] } });
    try {
        const host = new URL(emulator.url).host;
        // By environment: the stack's configuration would be a part of the state.
        const env = { KORE_HOST: emulator.url, KORE_CLIENT_ID: seedApp.clientId, KORE_CLIENT_SECRET: seedApp.clientSecret };
        const stack = await Stack.create(project, { parent: path.join(repositoryRoot, "test", "e2e", ".work", "record"), env });
        stack.declare(company);
        for (const ended of [await stack.up(), await stack.refresh("--expect-no-changes")]) if (ended.exitCode !== 0) throw new Error(ended.output);
        const { bots, roles, groups } = emulator.account.seed();
        writeRecorded(release, host, {
            state: await stack.succeed("stack", "export"),
            program: company,
            account: { apps: [], bots, roles, groups, people: emulator.account.people() },
        });
    } finally {
        await emulator.close();
    }
    return `Recorded test/states/${release}.json, ${release}.program.json and ${release}.account.json.`;
}

main(process.argv.slice(2)).then(console.log, (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
