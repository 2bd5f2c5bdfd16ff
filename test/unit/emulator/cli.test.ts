import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { seedIds } from "../../../emulator/src/index";
import { row, trial } from "./support";

const root = join(__dirname, "../../..");
const command = ["--import=tsx", join(root, "emulator/src/cli.ts")];

function start(args: string[], env: Record<string, string> = {}): ChildProcess {
    return spawn(process.execPath, [...command, ...args], { cwd: root, env: { ...process.env, ...env } });
}

async function run(args: string[], env?: Record<string, string>): Promise<{ code: unknown; out: string; err: string }> {
    const child = start(args, env);
    let [out, err] = ["", ""];
    child.stdout?.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString()));
    const closed: unknown[] = await once(child, "close");
    return { code: closed[0], out, err };
}

describe("kore-emulator, the command", function () {
    this.timeout(20_000);
    let folder = "";
    let data = "";
    const t = trial();
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "kore-emulator-"));
        data = join(folder, "account.json");
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it("serve keeps an account that the other commands change while it runs and after it", async () => {
        const server = start([
            "serve",
            "--port",
            "0",
            "--data",
            data,
            "--switch",
            "removeUnknown=refused",
            "--per-minute",
            "5",
        ]);
        assert.ok(server.stdout);
        const lines: string[] = [];
        const reader = createInterface(server.stdout).on("line", (line) => lines.push(line));
        while (lines.length < 3) {
            await once(reader, "line");
        }
        const url = /^Kore\.ai emulator at (http:\/\/127\.0\.0\.1:\d+)$/.exec(lines[0] ?? "")?.[1];
        assert.ok(url);
        assert.deepEqual(lines.slice(1), ["clientId cs-emulator", "Ctrl-C stops it"]);
        await fetch(`${url}/api/public/groups`);
        const role = "Bot Tester@Support";
        const [changed, second] = await Promise.all([
            run([
                "change",
                "owner@example.com",
                "--data",
                data,
                "--set",
                "dept=Engines",
                "--set",
                "lastName=",
                "--add-role",
                role,
                "--deactivate",
            ]),
            run(["serve", "--port", "0", "--data", data]),
        ]);
        assert.deepEqual(changed, { code: 0, out: "owner@example.com is changed\n", err: "" });
        assert.deepEqual(second, {
            code: 1,
            out: "",
            err: `kore-emulator: ${data} is open in the emulator at ${url}\n`,
        });

        server.kill("SIGTERM");
        assert.deepEqual(await once(server, "exit"), [0, null]);
        assert.match(lines[3] ?? "", /^\d\d:\d\d:\d\d GET \/api\/public\/groups 401$/);

        const [people, log, switches] = await Promise.all([
            run(["people", "--data", data, "--json"]),
            run(["log", "--data", data, "--last", "1"]),
            run(["switches", "--data", data]),
        ]);
        const roles = [
            { roleId: seedIds.adminRoles.masterAdmin },
            { roleId: seedIds.botRoles.tester, botId: seedIds.bots.support },
        ];
        assert.ok(JSON.stringify(JSON.parse(people.out)).includes(JSON.stringify(roles)));
        assert.match(people.out, /"dept": "Engines"/);
        assert.doesNotMatch(people.out, /lastName/);
        assert.match(log.out, /^\d\d:\d\d:\d\d GET \/api\/public\/groups 401\n$/);
        assert.match(switches.out, /^removeUnknown +refused +success \| failureRow \| refused$/m);
    });

    it("people and switches fit 80 columns, and show what groups confer, also after an assignment", async () => {
        await t.call("POST users", {
            users: [
                row(`${"long-name.".repeat(8)}@example.com`, { groups: Object.values(seedIds.groups) }),
                row("grace@example.com", {
                    groups: [seedIds.groups.salesTeam],
                    roles: [{ roleId: seedIds.botRoles.tester, botId: seedIds.bots.sales }],
                }),
            ],
        });
        await t.call("POST adminroles/assignments", [
            { roleId: seedIds.adminRoles.userAdmin, addGroups: ["Sales Team"] },
        ]);
        const outs = await Promise.all(
            [["people"], ["switches"], ["switches", "--questions"]].map((args) =>
                run([...args, "--url", t.emulator.url]),
            ),
        );
        for (const { out } of outs)
            assert.deepEqual(
                out.split("\n").filter(({ length }) => length > 80),
                [],
            );
        const [people] = outs;
        const grace = people?.out.slice(people.out.indexOf("grace@example.com")).replace(/\s+/g, " ") ?? "";
        assert.match(grace, /Bot Tester @ Sales, .*also by Sales Team/);
        assert.match(grace, /User Admin, by/);
    });

    it("people, log, remove and fault work on a running emulator, in plain columns", async () => {
        await t.call("POST users", { users: [row("ada@example.com", { groups: [seedIds.groups.salesTeam] })] });
        const env = { KORE_EMULATOR_URL: t.emulator.url };
        const [people, log, fault] = await Promise.all([
            run(["people"], env),
            run(["log", "--url", t.emulator.url]),
            run(["fault", "serverError", "--on", "post users", "--times", "2", "--when", "after"], env),
        ]);
        assert.match(people.out, /^person +access +roles +groups +tasks$/m);
        assert.match(
            people.out,
            /^ada@example\.com +developer +Bot Tester @ Sales, by Sales +Sales Team +-\nnot active +creates bots +Team\ninvited once +Analyst, by Sales Team$/m,
        );
        assert.equal(log.out, "10:00:00 POST /api/public/users 200 1 row: ada@example.com\n");
        assert.deepEqual(t.account.faults(), [
            { kind: "serverError", endpoint: "POST /api/public/users", times: 2, when: "after" },
        ]);
        assert.equal(
            fault.out,
            `${JSON.stringify({ kind: "serverError", endpoint: "POST /api/public/users", times: 2, when: "after" })}\n`,
        );

        const stale = await run(["fault", "staleIndex", "--on", "PUT users", "--look-ups", "2"], env);
        const ordered = { kind: "staleIndex", after: "PUT /api/public/users", lookUps: 2 };
        assert.deepEqual([stale.code, t.account.faults().at(-1)], [0, ordered]);
        const locked = await run(["change", "ada@example.com", "--status", "locked"], env);
        assert.deepEqual([locked.code, t.account.person("ada@example.com")?.status], [0, "locked"]);
        const [removed, switched] = await Promise.all([
            run(["remove", "ada@example.com"], env),
            run(["switches", "--set", "answerOrder=sorted"], env),
        ]);
        assert.deepEqual([removed.code, switched.code], [0, 0]);
        assert.equal(t.account.person("ada@example.com"), undefined);
        assert.equal(t.account.switches().answerOrder, "sorted");
        await run(["reset"], env);
        assert.deepEqual([t.account.switches().answerOrder, t.account.requests()], ["asked", []]);
    });

    it("mistakes are one line without a stack, and exit code 1", async () => {
        writeFileSync(data, "{}");
        const port = new URL(t.emulator.url).port;
        const mistakes: [string[], RegExp][] = [
            [
                ["people"],
                /^kore-emulator: say which account: --data FILE, --url URL, or KORE_EMULATOR_URL in the environment\n$/,
            ],
            [
                ["people", "--data", join(folder, "none.json")],
                /^kore-emulator: .*none\.json does not exist; "kore-emulator serve --data .*" makes it\n$/,
            ],
            [
                ["people", "--data", data],
                /^kore-emulator: .*account\.json: format: Invalid key: Expected "format" but received undefined\n$/,
            ],
            [
                ["log", "--url", "http://127.0.0.1:1"],
                /^kore-emulator: no emulator answers at http:\/\/127\.0\.0\.1:1\n$/,
            ],
            [["serve", "--port", port], /^kore-emulator: port \d+ of 127\.0\.0\.1 is taken: choose another one\n$/],
            [["serve", "--switch", "removeUnknown"], /^kore-emulator: removeUnknown has not the form name=value\n$/],
            [
                ["remove", "nobody@example.com", "--url", t.emulator.url],
                /^kore-emulator: nobody@example\.com is not in the account\n$/,
            ],
            [
                ["change", "owner@example.com", "--status", "locked", "--activate", "--url", t.emulator.url],
                /^kore-emulator: say one of --activate, --deactivate and --status\n$/,
            ],
            [
                ["change", "owner@example.com", "--status", "gone", "--url", t.emulator.url],
                /^kore-emulator: options: status: /,
            ],
            [
                ["fault", "reset", "--on", "GET users", "--url", t.emulator.url],
                /^kore-emulator: there is no endpoint GET users; there are POST /,
            ],
        ];
        const results = await Promise.all(mistakes.map(([args]) => run(args, { KORE_EMULATOR_URL: "" })));
        results.forEach(({ code, out, err }, index) => {
            assert.match(err, mistakes[index]?.[1] ?? /^$/);
            assert.deepEqual([code, out], [1, ""]);
        });
    });

    it("every command has help with an example", async () => {
        const commands = ["serve", "people", "log", "change", "remove", "switches", "fault", "reset"];
        const { out } = await run(["--help"]);
        commands.forEach((name) => assert.match(out, new RegExp(`^  ${name} `, "m")));
        const helps = await Promise.all(commands.map((name) => run([name, "--help"])));
        helps.forEach(({ out: help }, index) =>
            assert.match(help, new RegExp(`Examples?:\\n  kore-emulator ${commands[index]}`)),
        );
    });
});
