import { type Answer, success } from "../answer";
import type { Switches } from "../switches";

/** Why a row failed: as the text of older answers, and as the `msg` of newer ones. */
export interface Reason {
    text: string;
    msg: string;
}

/** A reason whose text and `msg` are the same. */
export function because(message: string): Reason {
    return { text: message, msg: message };
}

/** The reason for an invalid address in POST users: Kore.ai's tests see the text, its pages show the msg. */
export const invalidEmail: Reason = { text: "Invalid emailId", msg: "INVALID_EMAIL" };

/** The error object of the v7.1 Create User page and of the Delete User page. */
export function badRequest(msg: string): Record<string, unknown> {
    return {
        statusCode: 400,
        status: 400,
        customCode: 400,
        errors: [{ msg, code: 400 }],
        message: msg,
        name: "BadRequest",
    };
}

type ReasonShape = Switches["createReasonShape"];

/** A reason in the shape that a switch says. */
export function shaped(reason: Reason, shape: ReasonShape): unknown {
    switch (shape) {
        case "string":
            return reason.text;
        case "object":
            return { errors: [{ msg: reason.msg, code: 400 }] };
        case "fullObject":
            return { ...badRequest(reason.msg), _headers: {} };
    }
}

/** The word success or failure of a row. */
export function rowStatus(word: "success" | "failure", { statusWordShape }: Switches): string {
    switch (statusWordShape) {
        case "plain":
            return word;
        case "capital":
            return word === "success" ? "Success" : "Failure";
        case "spaced":
            return `${word} `;
    }
}

/** What became of one row of POST or PUT users. */
export interface RowResult {
    /** What names the person: emailId or orgUserId, and firstName if the row had one. */
    userInfo: Record<string, string>;
    /** Absent for a row that was done. */
    failed?: Reason;
}

/** The answer of POST or PUT users: a message, or the failed rows. */
export function usersAnswer(results: RowResult[], verb: "created" | "updated", switches: Switches): Answer {
    const failed = results.filter((result) => result.failed !== undefined);
    const shown = switches.successRows === "rows" ? results : failed;
    const failedUserDetails = shown.map(({ userInfo, failed: reason }) => ({
        userInfo:
            reason === undefined
                ? { ...userInfo, status: rowStatus("success", switches) }
                : {
                      ...userInfo,
                      status: rowStatus("failure", switches),
                      reason: shaped(reason, switches.createReasonShape),
                  },
    }));
    const body =
        switches.successRows === "rows" ? { failedUserDetails, ...countOf(results.length) } : { failedUserDetails };
    if (failed.length > 0) {
        return { status: Number(switches.failureStatus), body };
    }
    const msg =
        switches.messageEdition === "plural" ? `Users are ${verb} Successfully` : `User is ${verb} Successfully.`;
    return success(switches.successRows === "rows" ? { msg, ...body } : { msg });
}

/** The newest samples have moreAvailable true beside a total of 1, though these endpoints document no paging. */
export function countOf(total: number): { moreAvailable: boolean; total: number } {
    return { moreAvailable: true, total };
}
