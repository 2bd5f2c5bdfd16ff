import { type EngineEvent, LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import * as kore from "pulumi-kore";
import { accessOf } from "./access";
import { type Team, teams } from "./teams";

const commands = {
    preview: (stack: Stack, onEvent: OnEvent) => stack.preview({ onEvent }),
    up: (stack: Stack, onEvent: OnEvent) => stack.up({ onEvent }),
    destroy: (stack: Stack, onEvent: OnEvent) => stack.destroy({ onEvent }),
};
type OnEvent = (event: EngineEvent) => void;

// Kore.ai allows a whole account 60 requests a minute and 1,800 an hour, and each stack counts its own alone.
const share = { minute: Math.floor(50 / teams.length), hour: Math.floor(1500 / teams.length) };

async function stackOf(team: Team): Promise<Stack> {
    const stack = await LocalWorkspace.createOrSelectStack(
        { stackName: team.name, projectName: "kore-teams", program: accessOf(team) },
        // Where the provider runs: the folder in which pulumi-kore is installed, wherever this is started from.
        { projectSettings: { name: "kore-teams", runtime: "nodejs", main: __dirname } },
    );
    await stack.setAllConfig({
        "kore:host": { value: required("KORE_HOST") },
        "kore:clientId": { value: required("KORE_CLIENT_ID") },
        "kore:clientSecret": { value: required("KORE_CLIENT_SECRET"), secret: true },
        "kore:requestsPerMinute": { value: String(share.minute) },
        "kore:requestsPerHour": { value: String(share.hour) },
    });
    return stack;
}

async function run(team: Team, command: keyof typeof commands): Promise<void> {
    const say = (text: string) => console.log(`${team.name}: ${text}`);
    const onEvent = ({ resOutputsEvent, diagnosticEvent }: EngineEvent) => {
        const step = resOutputsEvent?.metadata;
        if (step?.type.includes("/kore:") && step.op !== "same") say(`${step.op} ${step.urn.split("::").at(-1)}`);
        if (diagnosticEvent?.severity === "error") say(diagnosticEvent.message.trim());
    };
    const stack = await stackOf(team);
    await kore.withReceipts(
        stack.workspace,
        () => commands[command](stack, onEvent).then(() => undefined),
        (receipts) => receipts.forEach(({ requests }) => say(`${requests} requests to Kore.ai`)),
    );
}

function required(name: string): string {
    const value = process.env[name];
    if (value === undefined) throw new Error(`${name} is not set.`);
    return value;
}

async function main([given = ""]: string[]): Promise<void> {
    const command = given === "preview" || given === "up" || given === "destroy" ? given : undefined;
    if (command === undefined) throw new Error(`Say what to do: ${Object.keys(commands).join(", ")}.`);
    const outcomes = await Promise.allSettled(teams.map((team) => run(team, command)));
    outcomes.forEach((outcome, at) => {
        if (outcome.status === "fulfilled") return;
        console.error(`${teams[at]?.name ?? ""}: the ${command} has failed.`);
        process.exitCode = 1;
    });
}

main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
