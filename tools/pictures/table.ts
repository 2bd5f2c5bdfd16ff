import { reviewCommentPage } from "./reviewComment";

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
}

/** All pictures: an entry here is drawn by `npm run pictures`, and held to be current by test/docs/pictures.test.ts. */
export const pictures: Picture[] = [
    {
        name: "review-comment",
        shows: "the comment that kore-access diff makes on a pull request",
        width: 900,
        page: reviewCommentPage,
    },
];
