import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Workspace } from "../../review/src/verify/workspace";
import { temporaryFolders } from "./imports";

describe("the copy of a project in which a program is verified", () => {
    const temporaryFolder = temporaryFolders();
    const made: Workspace[] = [];
    const home = process.env["PULUMI_HOME"];

    afterEach(() => {
        for (const workspace of made.splice(0)) workspace.remove();
        if (home === undefined) delete process.env["PULUMI_HOME"];
        else process.env["PULUMI_HOME"] = home;
    });

    function copyOf(project: string): Workspace {
        const workspace = Workspace.of(project);
        made.push(workspace);
        return workspace;
    }

    function projectIn(runtime: string, ...packages: string[]): string {
        const folder = temporaryFolder();
        writeFileSync(path.join(folder, "Pulumi.yaml"), `name: access\nruntime: ${runtime}\n`);
        for (const name of packages) {
            mkdirSync(path.join(folder, "node_modules", name), { recursive: true });
            writeFileSync(path.join(folder, "node_modules", name, "package.json"), "{}");
        }
        return folder;
    }

    it("asks for no packages of Node.js where the program is in another language, and has those that are there", () => {
        assert.throws(() => copyOf(projectIn("nodejs")), /are not installed: run npm install there first/);
        assert.deepEqual(readdirSync(copyOf(projectIn("yaml")).project), ["Pulumi.yaml"]);
        const { project } = copyOf(projectIn("yaml", "pulumi-kore"));
        assert.ok(existsSync(path.join(project, "node_modules", "pulumi-kore", "package.json")));
    });

    it("asks a program for Node.js that names the plugin for the SDK alone", () => {
        const plugin = "\nplugins: {providers: [{name: kore, path: ./bin}]}";
        assert.throws(() => copyOf(projectIn("nodejs", "@pulumi/pulumi")), /are not installed/);
        copyOf(projectIn(`nodejs${plugin}`, "@pulumi/pulumi"));
        assert.throws(() => copyOf(projectIn(`nodejs${plugin}`)), /are not installed/);
    });

    it("finds the plugin outside of the project, where Pulumi.yaml says", () => {
        const folder = projectIn("yaml\nplugins: {providers: [{name: kore, path: ../plugins/kore}]}");
        const copied = readFileSync(path.join(copyOf(folder).project, "Pulumi.yaml"), "utf8");
        assert.match(copied, new RegExp(`path: ${path.join(path.dirname(folder), "plugins", "kore")}}`));
        const inside = "name: kore, path: ./node_modules/pulumi-kore/bin";
        const { project } = copyOf(projectIn(`yaml\nplugins: {providers: [{${inside}}]}`));
        assert.ok(readFileSync(path.join(project, "Pulumi.yaml"), "utf8").includes(inside));
    });

    it("has the plugin that is installed, and no other", () => {
        const installed = temporaryFolder();
        for (const name of ["resource-kore-v0.1.0", "resource-kore-v0.2.0", "resource-aws-v7.0.0"])
            mkdirSync(path.join(installed, "plugins", name), { recursive: true });
        writeFileSync(path.join(installed, "plugins", "resource-kore-v0.1.0.lock"), "");
        process.env["PULUMI_HOME"] = installed;
        const plugins = path.join(copyOf(projectIn("yaml")).home, "plugins");
        assert.deepEqual(readdirSync(plugins).sort(), ["resource-kore-v0.1.0", "resource-kore-v0.2.0"]);
        assert.equal(
            realpathSync(path.join(plugins, "resource-kore-v0.1.0")),
            realpathSync(path.join(installed, "plugins", "resource-kore-v0.1.0")),
        );
    });
});
