import theme from "vitepress/theme";
import diagram from "./diagram.mjs";
import "./style.css";

export default { extends: theme, enhanceApp: ({ app }) => app.component("Diagram", diagram) };
