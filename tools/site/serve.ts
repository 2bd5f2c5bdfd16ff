import { spawn } from "node:child_process";
import path from "node:path";
import { Problem } from "../shared/problem.cjs";
import { home } from "./build";

export interface Served {
    /** Where the site begins; with a slash at its end. */
    url: string;
    stop: () => void;
    /** Resolves when it is served no longer. */
    ended: Promise<void>;
}

/** Serves a site on this machine alone, under a path that begins and ends with a slash; port 0 is any that is free. */
export function serveSite(folder: string, base: string, port: number): Promise<Served> {
    return new Promise((resolve, reject) => {
        const server = spawn(process.execPath, [path.join(home, "serve.mjs"), folder, base, String(port)], {
            stdio: ["ignore", "pipe", "pipe"],
        });
        const stop = () => void server.kill();
        process.once("exit", stop);
        let said = "";
        server.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
        const ended = new Promise<void>((end) => server.once("close", () => end()));
        void ended.then(() => reject(new Problem(`The site could not be served:\n\n${said.trim()}`)));
        server.stdout.setEncoding("utf8").once("data", (line: string) => resolve({ url: line.trim(), stop, ended }));
    });
}
