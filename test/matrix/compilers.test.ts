import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import * as v from "valibot";
import { compilerScript } from "../../tools/matrix/downloads";
import { packAll } from "../packages/packed";
import { repositoryRoot } from "../harness/repository";
import { sample } from "../harness/whole";

/** The oldest compiler that programs are promised, and the newest that the SDK takes. */
const compilers = ["5.4.5", "6.0.3"];

const program = `import * as pulumi from "@pulumi/pulumi";
import * as kore from "pulumi-kore";
import type { KoreRole, KoreUserArgs } from "pulumi-kore";

const config: pulumi.Config = new pulumi.Config();
const team: readonly string[] = ["e-1", "e-2"];
const roles: readonly KoreRole[] = [{ roleId: "r-1", botId: undefined }, { roleId: pulumi.output("r-2") }];
const onlyMaybe: { firstName: string | undefined } = { firstName: config.get("firstName") };
const common: KoreUserArgs = { emailId: "ada@example.com", groups: team, roles, dept: undefined, ...onlyMaybe };

const eu: kore.Provider = new kore.Provider("eu", {
    host: "eu-platform.kore.ai",
    clientId: config.get("clientId"),
    clientSecret: config.getSecret("clientSecret"),
});
const ada: kore.KoreUser = new kore.KoreUser("ada", common, { provider: eu });
// Of one person what another has: each may be undefined.
export const grace: kore.KoreUser = new kore.KoreUser("grace", {
    emailId: "grace@example.com",
    reason: ada.reason,
    groups: ada.groups,
    roles: ada.roles,
    assignBotTasks: ada.assignBotTasks,
    isDeveloper: ada.isDeveloper,
    onDestroy: ada.onDestroy,
});
const people: readonly pulumi.Output<string>[] = [ada.emailId, grace.emailId];
export const builders: kore.KoreUserAccess = new kore.KoreUserAccess("builders", {
    emailIds: people,
    canCreateBot: false,
    isDeveloper: true,
    hasDataTableAndViewAccess: undefined,
});
export const firstGroup: pulumi.Output<string | undefined> = ada.groups.apply((groups) => groups?.[0]);
export const names: pulumi.Output<string[]> = builders.reported.apply((all) => all.map(({ emailId }) => emailId));
`;

const wrong = `${program}\nexport const nobody: kore.KoreUser = new kore.KoreUser("nobody", { groups: team });\n`;

const options = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    isolatedDeclarations: true,
    declaration: true,
    skipLibCheck: false,
    noEmit: true,
    target: "es2022",
    module: "node16",
    moduleResolution: "node16",
    types: ["node"],
};

describe("a program under the strictest settings of the compiler", function () {
    // The first run on a machine downloads what later ones find.
    this.timeout(240_000);
    let work: string;
    let project: string;

    before(async () => {
        work = realpathSync(mkdtempSync(path.join(os.tmpdir(), "kore-compilers-")));
        const kore = (await packAll(work)).find(({ name }) => name === "pulumi-kore");
        project = path.resolve(kore?.folder ?? assert.fail("pulumi-kore was not packed"), "..", "..");
        mkdirSync(path.join(project, "node_modules", "@types"), { recursive: true });
        symlinkSync(
            path.join(repositoryRoot, "node_modules", "@types", "node"),
            path.join(project, "node_modules", "@types", "node"),
        );
        writeFileSync(path.join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
    });
    after(() => rmSync(work, { recursive: true, force: true }));

    it("is compiled by the newest release that the SDK takes", () => {
        const sdk = readFileSync(
            path.join(repositoryRoot, "node_modules", "@pulumi", "pulumi", "package.json"),
            "utf8",
        );
        const { peerDependencies } = v.parse(
            v.object({ peerDependencies: v.object({ typescript: v.string() }) }),
            JSON.parse(sdk),
        );
        assert.match(peerDependencies.typescript, / < 7$/);
    });

    for (const version of sample(compilers, 1)) {
        const compile = async (text: string): Promise<string> => {
            const { run } = await import("../../tools/shared/run.mjs");
            writeFileSync(path.join(project, "index.ts"), text);
            // isolatedDeclarations is of 5.5.
            const { isolatedDeclarations: _, ...older } = options;
            const compilerOptions = version.startsWith("5.4") ? older : options;
            writeFileSync(
                path.join(project, "tsconfig.json"),
                JSON.stringify({ compilerOptions, files: ["index.ts"] }),
            );
            const { output } = await run(process.execPath, [await compilerScript(version), "--pretty", "false"], {
                cwd: project,
            });
            // What others declare is theirs to keep in order.
            return output
                .split("\n")
                .filter((line) => line !== "" && !/^\.\..*node_modules|^ /.test(line))
                .join("\n");
        };

        it(`compiles with TypeScript ${version}`, async () => assert.equal(await compile(program), ""));

        it(`is told what is wrong with TypeScript ${version}`, async () =>
            assert.match(await compile(wrong), /^index\.ts.*is not assignable to parameter of type 'KoreUserArgs'/m));
    }
});
