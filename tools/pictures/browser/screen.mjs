import { readFileSync } from "node:fs";
import serialize from "@xterm/addon-serialize";
import xterm from "@xterm/headless";

// node screen.mjs FILE COLUMNS: writes what a terminal shows in the end that was sent the bytes of a file, as a line of
// HTML for each row.

const [file, columns] = process.argv.slice(2);
const terminal = new xterm.Terminal({ cols: Number(columns), rows: 100, allowProposedApi: true });
const addon = new serialize.SerializeAddon();
terminal.loadAddon(addon);
await new Promise((done) => terminal.write(readFileSync(file), () => done(undefined)));
const rows = addon.serializeAsHTML().match(/<div><span>.*?<\/div>/g) ?? [];
const last = rows.findLastIndex((row) => row.replace(/<[^>]+>/g, "").trim() !== "");
process.stdout.write(rows.slice(0, last + 1).join("\n") + "\n");
