import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { root } from "../docs/sources";
import { Problem } from "../shared/problem.cjs";
import type { Picture } from "./table";

/** The largest picture that is kept, in bytes: pages are read on telephones too. */
export const largestPicture = 200_000;

/** Where the pictures are, below the root. */
export const folder = "docs/images";

const recordFile = path.join(root, folder, "made-of.json");

const madeOf = v.record(v.string(), v.strictObject({ page: v.string(), picture: v.string() }));

/** By the names of pictures: the SHA-256 of the page that each was drawn of, and its own. */
export type MadeOf = v.InferOutput<typeof madeOf>;

/** What docs/images/made-of.json has; nothing, where it is not there. */
export function readRecord(): MadeOf {
    return existsSync(recordFile) ? v.parse(madeOf, JSON.parse(readFileSync(recordFile, "utf8"))) : {};
}

function hash(data: string | Buffer): string {
    return createHash("sha256").update(data).digest("hex");
}

/** Keeps a picture, and what it was made of; answers how many bytes it has. Too large a one is a Problem. */
export function keep({ name }: Picture, page: string, png: Buffer): number {
    if (png.length > largestPicture)
        throw new Problem(
            `${folder}/${name}.png would have ${png.length} bytes, and at most ${largestPicture} are kept: show less, or narrower.`,
        );
    mkdirSync(path.join(root, folder), { recursive: true });
    writeFileSync(path.join(root, folder, `${name}.png`), png);
    const entries = Object.entries({ ...readRecord(), [name]: { page: hash(page), picture: hash(png) } });
    const inOrder = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(recordFile, `${JSON.stringify(inOrder, undefined, 2)}\n`);
    return png.length;
}

/** Why a kept picture is not current, and what to do; undefined for one that is. */
export async function staleness(picture: Picture, record = readRecord()): Promise<string | undefined> {
    const why = await whyStale(picture, record);
    const { name } = picture;
    return why === undefined ? undefined : `${folder}/${name}.png ${why}: run npm run pictures -- ${name}`;
}

async function whyStale({ name, page }: Picture, record: MadeOf): Promise<string | undefined> {
    const file = path.join(root, folder, `${name}.png`);
    const kept = record[name];
    if (kept === undefined || !existsSync(file)) return "is not there";
    if (kept.page !== hash(await page())) return "shows what is written otherwise today";
    if (kept.picture !== hash(readFileSync(file))) return "is not the one that made-of.json speaks of";
    return undefined;
}
