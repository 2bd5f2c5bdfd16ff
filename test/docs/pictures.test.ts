import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { root } from "../../tools/docs/sources";
import { folder, largestPicture, readRecord, staleness } from "../../tools/pictures/kept";
import { pictures } from "../../tools/pictures/table";
import { markdownFiles } from "./markdownFiles";

const fileOf = (name: string) => `${folder}/${name}.png`;

/** The alternative texts that pages have for a picture. */
function alternativesFor(name: string): string[] {
    return markdownFiles().flatMap((page) =>
        [...page.text.matchAll(/!\[([^\]]*)\]\(([^)\s]+)\)/g)].flatMap(([, text = "", target = ""]) =>
            path.posix.join(path.posix.dirname(page.name), target) === fileOf(name) ? [text] : [],
        ),
    );
}

describe("a picture", () => {
    for (const picture of pictures) {
        const { name } = picture;

        it(`shows what the product writes today: ${name}`, async () =>
            assert.equal(await staleness(picture), undefined));

        it(`is small enough for a page: ${name}`, () => {
            const { size } = statSync(path.join(root, fileOf(name)));
            assert.ok(size <= largestPicture, `${size} bytes`);
        });

        it(`is on a page, in words for those who do not see it too: ${name}`, () => {
            const texts = alternativesFor(name);
            assert.ok(texts.length > 0, `no page shows ${fileOf(name)}`);
            texts.forEach((text) => assert.ok(text.length >= 40, `"${text}" says too little`));
        });

        it(`is drawn of a page that has nothing of a machine, and loads nothing: ${name}`, async () => {
            const page = await picture.page();
            assert.ok(!page.includes(root), "names this folder");
            assert.doesNotMatch(page, /(?:src=|href=|url\(|@import)\s*["']?https?:/);
        });
    }

    it("that no entry of the table has is not kept", () => {
        const kept = readdirSync(path.join(root, folder)).filter((file) => file !== "made-of.json");
        assert.deepEqual(kept.sort(), pictures.map(({ name }) => `${name}.png`).sort());
        assert.deepEqual(Object.keys(readRecord()).sort(), pictures.map(({ name }) => name).sort());
    });

    const [first] = pictures;
    assert.ok(first !== undefined);
    const advice = `run npm run pictures -- ${first.name}`;
    const recorded = readRecord()[first.name];

    it("that is not there is told, with the command that draws it", async () =>
        assert.equal(await staleness(first, {}), `${fileOf(first.name)} is not there: ${advice}`));

    it("that shows what is written otherwise today is told", async () =>
        assert.equal(
            await staleness({ ...first, page: () => Promise.resolve("otherwise") }),
            `${fileOf(first.name)} shows what is written otherwise today: ${advice}`,
        ));

    it("that is not the one its record speaks of is told", async () => {
        assert.ok(recorded !== undefined);
        assert.equal(
            await staleness(first, { [first.name]: { ...recorded, picture: "another" } }),
            `${fileOf(first.name)} is not the one that made-of.json speaks of: ${advice}`,
        );
    });
});
