import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import sharp from "sharp";
import { launch } from "./launch.mjs";

// node draw.mjs PAGE PNG WIDTH HEIGHT SCALE light|dark FROM: draws an HTML file, so many CSS pixels wide, and as high
// from an element on, or with 0 as high as it is; with so many pixels for each along a side. Run by ../browser.ts,
// which installs what it needs. Its fonts are its own: every machine draws the same.

const require = createRequire(import.meta.url);
const fontSheets = [
    require.resolve("@fontsource/noto-sans/400.css"),
    require.resolve("@fontsource/noto-sans/600.css"),
    require.resolve("@fontsource/noto-sans-mono/400.css"),
    require.resolve("@fontsource/noto-sans-mono/600.css"),
    require.resolve("@fontsource/noto-sans-symbols/400.css"),
];

/**
 * A style sheet with the files of its fonts inside.
 * @param {string} sheet
 */
function withFonts(sheet) {
    return readFileSync(sheet, "utf8").replace(/url\((\.\/files\/[^)]+\.woff2)\)/g, (_whole, file) => {
        const data = readFileSync(path.join(path.dirname(sheet), file), "base64");
        return `url(data:font/woff2;base64,${data})`;
    });
}

const [page, png, width, height, scale, scheme, from] = process.argv.slice(2);
const browser = await launch();
try {
    const tab = await browser.newPage();
    await tab.setViewport({ width: Number(width), height: Number(height) || 100, deviceScaleFactor: Number(scale) });
    await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    // The style sheet of the fonts is none of a page's own.
    await tab.setBypassCSP(true);
    await tab.setContent(readFileSync(page, "utf8"));
    await tab.addStyleTag({ content: fontSheets.map(withFonts).join("\n") });
    await tab.evaluate("Promise.all([...document.fonts].map((font) => font.load())).then(() => true)");
    await tab.$eval(from, (element) => element.scrollIntoView());
    // Text has few colours: a palette of them makes the file less than half as large.
    const drawn = await tab.screenshot({ fullPage: height === "0" });
    await sharp(drawn).png({ palette: true, colours: 64, dither: 0, effort: 10 }).toFile(png);
} finally {
    await browser.close();
}
