import type { PageData } from "../../../review/src/report/page/data";

/** Texts that a page could trip over. */
export const hostileTexts = [
    "</script><script>alert(1)</script>",
    `"><img src="https://example.org/x" onerror="alert(1)">`,
    "<!-- <script> -->",
    `'"&amp;&lt;\``,
    "]]></style><style>*{display:none}</style>",
    "${alert(1)} {{alert(1)}} javascript:alert(1)",
    "\u202Egnirts\u202C \u200F\u2066x",
    "👩‍💻 🇩🇪 ﷽ Z̸̢a̴̧l̷g̶o̵",
    "שלום עולם مرحبا",
    "x".repeat(290),
    "__proto__",
    "constructor",
    "\u0000\u2028\u2029\r\n\ttab",
    "lone \ud800 surrogate",
    '=HYPERLINK("https://example.org")',
    "",
];

/** A report in which every text that may come from outside is one of them, in turns. */
export function hostilePage(): PageData {
    let at = 0;
    const next = () => hostileTexts[at++ % hostileTexts.length] ?? "";
    const kinds = ["administrator", "owner", "role", "tasks", "group"] as const;
    return {
        time: "2026-11-28T06:00:00.000Z",
        stacks: [{ name: next(), time: next() }, { name: next() }],
        accounts: [
            { name: next(), read: next(), notes: [next()] },
            { name: next(), notes: [] },
        ],
        ownDomains: [next(), "example.com"],
        soonHours: 30 * 24,
        people: hostileTexts.map((address) => ({
            account: 1,
            address,
            name: address,
            isOutsider: true,
            isUndeclared: true,
            remarks: [next()],
            lastLogin: next(),
            grants: [
                { stack: 0, resource: next(), reason: address, remarks: [next()] },
                { stack: 9, resource: next(), reason: next(), remarks: [] },
            ],
            access: kinds.map((kind) => ({
                kind,
                label: address,
                on: next(),
                standing: "declared",
                through: [next(), next()],
                isUnclear: true,
                isWhole: true,
                remarks: [next()],
                end: { at: next(), words: next() },
                isOverdue: false,
            })),
        })),
        lists: [
            {
                title: next(),
                notes: [next()],
                groups: hostileTexts.map((title) => ({
                    title,
                    sign: "?",
                    items: [
                        {
                            account: 0,
                            address: next(),
                            access: [{ kind: "role", label: next(), on: next() }],
                            from: next(),
                            to: next(),
                            note: next(),
                        },
                    ],
                })),
            },
        ],
    };
}
