import { launch } from "./launch.mjs";

// node start.mjs: shows that the browser starts. Run by ../browser.ts.
await (await launch()).close();
