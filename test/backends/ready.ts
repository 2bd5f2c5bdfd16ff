import { kinds } from "./kinds";
import { whyNotHad } from "./notHad";

// ready.ts KIND, run by its path: gets a server, and says on stdout why it can't be had; nothing, where it is there.
async function main(): Promise<void> {
    for (const [name, { install }] of Object.entries(kinds)) if (name === process.argv[2]) await install();
}

main().catch((error: unknown) => {
    const reason = whyNotHad(error instanceof Error ? error.message : String(error));
    if (reason === undefined) throw error;
    process.stdout.write(reason);
});
