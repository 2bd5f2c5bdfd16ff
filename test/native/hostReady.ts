import { languageHost, languages } from "../../tools/engine/hosts";
import { sdkGenerator } from "../../tools/sdks/write";
import { whyNotHad } from "../backends/notHad";

type Ready = { path: string[] } | { notHad: string };

// hostReady.ts WHAT, run by its path: gets a language host, or the generator of SDKs, and says on stdout, as JSON, where it
// is or why it can't be had. Programs in Python need both.
async function main(what: string | undefined): Promise<void> {
    const language = languages.find((each) => each === what);
    const host: Ready = language === undefined ? { path: [] } : await languageHost(language);
    const generator = language === "yaml" ? undefined : await whyNoGenerator();
    process.stdout.write(JSON.stringify(generator === undefined ? host : { notHad: generator }));
}

async function whyNoGenerator(): Promise<string | undefined> {
    try {
        await sdkGenerator();
        return undefined;
    } catch (error) {
        const reason = whyNotHad(error instanceof Error ? error.message : String(error));
        if (reason === undefined) throw error;
        return reason;
    }
}

void main(process.argv[2]);
