import { accessReportPage } from "./accessReport";
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
    /** How much of it is seen, in CSS pixels; all of it, unless given. */
    height?: number;
    /** Where that begins, as a selector; at the top, unless given. */
    from?: string;
    /** How many pixels each of its pixels has along a side: 2, unless given. */
    scale?: number;
    /** Whether it is seen as on a system that is set to dark. */
    isDark?: true;
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
        name: "report-light",
        shows: "the page of kore-access report --format html, on a light system",
        width: 1180,
        height: 1490,
        scale: 1,
        page: accessReportPage,
    },
    {
        name: "report-dark",
        shows: "the list of people on the same page, on a dark system",
        width: 1180,
        height: 660,
        from: "section.people",
        scale: 1,
        isDark: true,
        page: accessReportPage,
    },
    {
        name: "run",
        shows: "the terminal of a pulumi up of README.md's program, recorded from a run on an emulated account",
        width: 900,
        page: runPage,
        record: recordRun,
    },
];
