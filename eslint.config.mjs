import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

export default tseslint.config(
    {
        ignores: [
            "**/dist/",
            "**/node_modules/",
            ".sandbox/",
            "sdks/",
            "provider/api/openapi.ts",
            "test/**/.work/",
            "examples/unit-tests/",
        ],
    },
    js.configs.recommended,
    {
        files: ["**/*.ts"],
        extends: [...tseslint.configs.recommendedTypeChecked],
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        rules: {
            "@typescript-eslint/no-explicit-any": "error",
            "@typescript-eslint/consistent-type-imports": "error",
            "@typescript-eslint/no-floating-promises": "error",
            "@typescript-eslint/switch-exhaustiveness-check": "error",
            // Async turns what a step throws into a rejection, also where it awaits nothing.
            "@typescript-eslint/require-await": "off",
            "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
        },
    },
    {
        files: ["provider/**/*.ts", "review/{src,browser}/**/*.ts"],
        rules: { complexity: ["error", 15], "max-lines-per-function": ["error", { max: 50 }] },
    },
    {
        files: ["**/*.mjs", "tools/engine/host/*.cjs", "test/*.cjs"],
        languageOptions: {
            globals: {
                process: "readonly",
                console: "readonly",
                URL: "readonly",
                setTimeout: "readonly",
                __dirname: "readonly",
            },
        },
    },
    {
        // Also, or only, run in a browser.
        files: ["tools/pictures/browser/visit.mjs", "tools/site/vitepress/.vitepress/theme/*.mjs"],
        languageOptions: { globals: { document: "readonly", location: "readonly", innerHeight: "readonly" } },
    },
    { rules: { curly: ["error", "multi-line"] } },
    prettier,
    {
        files: ["{tools,emulator,bench,examples}/**/*.{ts,mjs,cjs}"],
        rules: {
            complexity: ["error", 15],
            "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }],
            // What the formatter leaves alone: comments. A sentence for people is searched for as a whole.
            "max-len": [
                "error",
                {
                    code: 120,
                    ignoreStrings: true,
                    ignoreTemplateLiterals: true,
                    ignoreUrls: true,
                    ignoreRegExpLiterals: true,
                },
            ],
        },
    },
);
