import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import ts from "typescript";
import { filesBelow, root } from "../../../tools/docs/sources";

/** What a file imports, and the file that does; paths below the root, packages by their names. */
interface Import {
    from: string;
    to: string;
}

/** Every import of a file, in whatever form: import, export … from, import(…), require(…), import("…") in a type. */
function importsOf(file: string, text = readFileSync(path.join(root, file), "utf8")): Import[] {
    const named = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
    return named.map((name) => ({
        from: file,
        to: name.startsWith(".") ? path.posix.normalize(path.posix.join(path.posix.dirname(file), name)) : name,
    }));
}

function importsBelow(folder: string): Import[] {
    return [".ts", ".mjs", ".cjs"]
        .flatMap((end) => filesBelow(folder, end))
        .flatMap((file) => importsOf(path.relative(root, file).split(path.sep).join("/")));
}

interface Rule {
    rule: string;
    room: string;
    mayImport: (to: string, from: string) => boolean;
}

const isIn = (to: string, room: string) => to === room || to.startsWith(`${room}/`);
const rooms = ["provider", "emulator", "review", "test", "tools", "bench", "examples"];
const isOfAnotherRoom = (to: string, own: string) =>
    to.startsWith("../") || rooms.some((room) => room !== own && isIn(to, room));
const ours = /^(pulumi-kore|kore-emulator|kore-access)(\/|$)/;

// A program loads these; the provider's process loads the others, and must not load the SDK again.
const meetsTheSdk = (file: string) => isIn(file, "provider/program") || file === "provider/index.ts";

// What the plugin speaks, by the SDK's own messages; the SDK itself is none of its business.
const isProtocol = (to: string, from: string) =>
    isIn(from, "provider/native") && to.startsWith("@pulumi/pulumi/proto/");

/** The rooms of the provider from the ground up: each may know those below it. `user`, `users` and `userAccess` are the life cycles. */
const floors: string[][] = [
    ["model"],
    ["api", "config", "misspelling", "version"],
    ["schema"],
    ["run"],
    [
        ...["user/schema", "user/plan", "userAccess/schema", "userAccess/plan"],
        ...["users/schema", "users/plan", "users/keptPeople"],
    ],
    ["converge"],
    ["process"],
    ["user", "users", "userAccess", "program"],
    ["serving"],
    ["native"],
    ["index", "client", "provider"],
];

/** On which floor a file of the provider is. */
function floorIn(file: string): number {
    const name = path.posix.relative("provider", file).replace(/\.ts$/, "");
    const found = floors.findIndex((floor) => floor.some((room) => isIn(name, room)));
    assert.ok(found >= 0, `${file} is in no room`);
    return found;
}

const rules: Rule[] = [
    {
        rule: "the client knows nothing of resources",
        room: "provider/api",
        mayImport: (to) => !isIn(to, "provider") || isIn(to, "provider/api"),
    },
    { rule: "the client knows nothing of Pulumi", room: "provider/api", mayImport: (to) => !to.startsWith("@pulumi/") },
    {
        rule: "the model, which reviews share, stands on nothing but its schemas",
        room: "provider/model",
        mayImport: (to) => isIn(to, "provider/model") || to === "valibot",
    },
    {
        rule: "the provider stands on its own",
        room: "provider",
        mayImport: (to) => !isOfAnotherRoom(to, "provider") && !ours.test(to),
    },
    {
        rule: "only what programs load meets the SDK",
        room: "provider",
        mayImport: (to, from) => !to.startsWith("@pulumi/") || meetsTheSdk(from) || isProtocol(to, from),
    },
    {
        rule: "a room of the provider knows those below it alone",
        room: "provider",
        mayImport: (to, from) => !isIn(to, "provider") || floorIn(to) <= floorIn(from),
    },
    {
        rule: "plans ask nobody: what is decided is decided without a request",
        room: "provider/user/plan",
        mayImport: (to) => !/^provider\/(converge|process|api\/(http|batching))\//.test(to),
    },
    {
        rule: "the emulator stands on its own",
        room: "emulator",
        mayImport: (to) => !isOfAnotherRoom(to, "emulator") && !ours.test(to) && !to.startsWith("@pulumi/"),
    },
    {
        rule: "reviews know the provider by its public surface alone",
        room: "review",
        mayImport: (to) => !isOfAnotherRoom(to, "review") && (!ours.test(to) || to === "pulumi-kore"),
    },
    {
        rule: "what runs in the page of a report knows its data alone",
        room: "review/browser",
        mayImport: (to) => isIn(to, "review/browser") || to === "review/src/report/page/data",
    },
    { rule: "examples know packages alone", room: "examples", mayImport: (to) => !isOfAnotherRoom(to, "examples") },
];

describe("imports between the rooms of this repository point one way", () => {
    for (const { rule, room, mayImport } of rules) {
        it(`${rule} (${room}/)`, () => {
            const imports = importsBelow(room);
            assert.ok(imports.length > 0, "files were read");
            assert.deepEqual(
                imports.filter(({ from, to }) => !mayImport(to, from)).map(({ from, to }) => `${from} imports ${to}`),
                [],
            );
        });
    }

    it("a review is read on five floors at most, each of which imports those below (review/src/diff/)", () => {
        const imports = importsBelow("review/src/diff");
        const floors = new Map<string, number>();
        const floorOf = (file: string): number => {
            const known = floors.get(file);
            if (known !== undefined) return known;
            const below = imports.filter(({ from, to }) => from === file && isIn(to, "review/src/diff"));
            const floor = 1 + Math.max(0, ...below.map(({ to }) => floorOf(`${to}.ts`)));
            floors.set(file, floor);
            return floor;
        };
        const highest = Math.max(...imports.map(({ from }) => floorOf(from)));
        assert.ok(highest > 1 && highest <= 5, `${highest} floors`);
    });

    it("what the provider's process loads does not lead to the SDK by a detour", () => {
        const reached = new Set<string>();
        const follow = (file: string) => {
            if (reached.has(file)) return;
            reached.add(file);
            // What is imported for its types alone is not loaded.
            const loaded = readFileSync(path.join(root, file), "utf8").replace(/^import type [\s\S]*?;$/gm, "");
            for (const { to } of importsOf(file, loaded)) if (isIn(to, "provider")) follow(`${to}.ts`);
        };
        follow("provider/provider.ts");
        assert.ok(reached.size > 10);
        assert.deepEqual([...reached].filter(meetsTheSdk), []);
    });

    it("in whatever form they are written", () => {
        const text =
            'import a from "./a";\nexport * from "../b";\nconst c = require("../../c");\nconst d = import("d");\nlet e: import("../api/e").E;\nimport type { F } from "f";\n';
        assert.deepEqual(
            importsOf("provider/x/y.ts", text)
                .map(({ to }) => to)
                .sort(),
            ["c", "d", "f", "provider/api/e", "provider/b", "provider/x/a"],
        );
    });
});
