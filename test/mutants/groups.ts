/** Code whose decisions change somebody's access or a reviewer's mind, and the tests that are to notice when it is wrong. */
export interface Group {
    meaning: string;
    mutate: string[];
    /** Fast ones, in one process. */
    tests: string[];
    /** Which of them, by their titles; all where left out. */
    titles?: string;
}

const reviewTests = [
    "test/unit/review/!(*.property).test.ts",
    // Reviews of recorded previews, compared with kept texts.
    "test/review/accounts.test.ts",
    "test/review/diff.test.ts",
];
const words = "{compose,document,json,markdown,refusalLines,render,sentence,summary,text,wording}";

export const groups: Record<string, Group> = {
    plans: {
        meaning: "what is done to people",
        mutate: ["provider/user/plan/*.ts", "provider/userAccess/plan.ts"],
        tests: [
            "test/unit/provider/plan/*.test.ts",
            "test/unit/provider/readBack.test.ts",
            "test/unit/provider/userDifference.test.ts",
        ],
    },
    model: {
        meaning: "what people have, and what states keep of it",
        mutate: ["provider/model/*.ts"],
        tests: [
            "test/unit/provider/model/*.test.ts",
            "test/unit/provider/plan/*.test.ts",
            "test/unit/provider/readBack.test.ts",
            "test/unit/provider/userDifference.test.ts",
        ],
    },
    answers: {
        meaning: "what Kore.ai's answers mean",
        mutate: ["provider/api/answers.ts"],
        tests: ["test/unit/api/answers.test.ts"],
    },
    batching: {
        meaning: "whose rows share a request, and when it is sent",
        mutate: ["provider/api/batching/*.ts"],
        tests: ["test/unit/api/batching/*.test.ts"],
    },
    reviews: {
        meaning: "what a preview means for people",
        mutate: ["review/src/diff/*.ts", `!review/src/diff/${words}.ts`],
        tests: reviewTests,
        // The form that has all of a review; each other one says it again.
        titles: "^(?!kore-access diff .*as (Markdown|text)$)",
    },
    words: {
        meaning: "how a review says it",
        mutate: [`review/src/diff/${words}.ts`],
        tests: reviewTests,
    },
    directory: {
        meaning: "what an account's ids mean",
        mutate: [
            "provider/api/permissions.ts",
            "review/src/directory/{accountDirectory,changes,conferred,constants,continued,identifiers,power}.ts",
        ],
        tests: [
            "test/unit/api/permissions.test.ts",
            "test/unit/review/accountDirectory.test.ts",
            "test/unit/review/conferred.test.ts",
            "test/unit/review/power.test.ts",
            "test/unit/review/directoryConstants.test.ts",
            "test/import/names.test.ts",
        ],
        titles: "^(?!.*compile under strict)",
    },
    reports: {
        meaning: "what a report says of a state",
        mutate: ["review/src/report/*.ts"],
        tests: [
            ...reviewTests,
            "test/review/reportTogether.test.ts",
            "test/review/reportLive.test.ts",
            "test/review/certification.test.ts",
        ],
        // Without those that start a process.
        titles: "^(?!.*(?:at the command line|--certified|no settings lead|settings that are missing))",
    },
};
