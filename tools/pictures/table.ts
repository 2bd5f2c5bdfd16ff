import { reviewCommentPage } from "./reviewComment";
import { recordRun, runPage } from "./run";

/** A picture that pages show. */
export interface Picture {
    /** Its file is docs/images/NAME.png. */
    name: string;
    /** What it shows, in a few words. */
    shows: string;
    /** How wide its page is, in CSS pixels; a page of GitHub shows about 900. */
    width: number;
    /** What is drawn: HTML of what the product writes now, which needs no other file and is the same everywhere. */
    page: () => Promise<string>;
    /** Brings up to date what is kept of a run that the page shows, which a test of its own holds. */
    record?: () => Promise<void>;
}

/** All pictures: an entry here is drawn by `npm run pictures`, and held to be current by test/docs/pictures.test.ts. */
export const pictures: Picture[] = [
    {
        name: "review-comment",
        shows: "the comment that kore-access diff makes on a pull request",
        width: 900,
        page: reviewCommentPage,
    },
    {
        name: "run",
        shows: "the terminal of a pulumi up of README.md's program, recorded from a run on an emulated account",
        width: 900,
        page: runPage,
        record: recordRun,
    },
];
