import library from "@mermaid-js/tiny/dist/mermaid.tiny.js?url";
import { useData } from "vitepress";
import { defineComponent, h, onMounted, ref, watch } from "vue";

/** A diagram, drawn where it is shown, in the colours of the theme; where no script runs, its text. */
export default defineComponent({
    props: { of: { type: String, required: true } },
    setup({ of }) {
        const text = decodeURIComponent(of);
        const drawing = ref();
        const { isDark } = useData();
        const draw = async () => {
            const mermaid = await load();
            mermaid.initialize({ startOnLoad: false, theme: isDark.value ? "dark" : "neutral", fontFamily: "inherit" });
            drawing.value = (await mermaid.render("diagram", text)).svg;
        };
        onMounted(draw);
        watch(isDark, draw);
        return () =>
            drawing.value === undefined
                ? h("pre", { class: "undrawn" }, text)
                : h("div", { class: "diagram", innerHTML: drawing.value });
    },
});

let loaded;

/** The drawing library is large, and wanted on few pages. */
function load() {
    loaded ??= new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = library;
        script.onload = () => resolve(globalThis.mermaid);
        script.onerror = () => reject(new Error("The library that draws diagrams could not be loaded."));
        document.head.append(script);
    });
    return loaded;
}
