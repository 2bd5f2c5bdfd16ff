import type { KoreErrorKind } from "../../provider/api/errors";

interface Explained {
    title: string;
    cause: string;
    cure: string;
}

/** What a user is told of each kind of error; the sentences of one kind differ, its cause and cure do not. */
export const kinds: Record<KoreErrorKind, Explained> = {
    settings: {
        title: "Settings",
        cause: "A [setting](settings.md) is missing, wrong, or forbids the step. Nothing was sent.",
        cure: "Set what the message names, and run the command again.",
    },
    unauthorized: {
        title: "Not accepted by Kore.ai",
        cause: "Kore.ai did not accept the token (status 401). Nothing was done.",
        cure:
            "Compare `kore:clientId` and `kore:clientSecret` with the app in the Admin Console; an app of the App Builder is not accepted. A clock that is minutes " +
            "off makes tokens invalid. Where the account enforces `jti`, `kore:jwt` can't be used. After a rotation see [rotating the secret](security.md#rotating-the-secret).",
    },
    scope: {
        title: "A scope is missing",
        cause: "The app does not have the scope that the call needs. Nothing was done.",
        cure: "Give the app the scope that the message names: Admin Console, Security & Control > API Scopes. Both resources together need two.",
    },
    refused: {
        title: "Refused by Kore.ai",
        cause: "Kore.ai refused the request, or this person in it, and said why. The other people of the request are done.",
        cure: "Mend what Kore.ai's words name: an id of a role, group or bot that the account does not have, an address, a combination of flags. Then run `pulumi up` again.",
    },
    rateLimit: {
        title: "The budget is used up",
        cause: "The account's requests were used up for longer than the update waits: an hour and more. Nothing was done in this step.",
        cure: "Run again later. Where other clients use the account, lower `kore:requestsPerMinute` and `kore:requestsPerHour` of all of them ([the budget](concepts.md#the-budget)).",
    },
    unreachable: {
        title: "No connection",
        cause: "There was no connection to `kore:host`, or a look-up got no answer. Nothing was changed in this step.",
        cure: "Check `kore:host`, the network, a proxy, the certificate. Then run the command again.",
    },
    lost: {
        title: "A lost answer",
        cause: "The request was sent, and no usable answer came: the connection broke, time was up, or the platform failed. It may have been done or not.",
        cure: "Run `pulumi up` again: it looks people up before it sends anything, so that nothing is done twice.",
    },
    unreadable: {
        title: "An answer or a state that cannot be read",
        cause: "What came is not what the API answers, or the state was changed by something else. Nothing is concluded from it.",
        cure: "Check that `kore:host` is the address of a Kore.ai environment, not of a website or a proxy, and run again.",
    },
    unconfirmed: {
        title: "Accepted, and not done",
        cause: "Kore.ai accepted the change, and reading it back for up to 30 s shows something else. The state has the person as they are.",
        cure: "Run `pulumi up` again. If it stays, the account does not allow this change: look at the person in the Admin Console.",
    },
    mismatch: {
        title: "Not what the program or the state says",
        cause: "The account or the person is not the one that the state is about, or the person differs from the program. The step stopped before it changed anything.",
        cure: "Decide which of the two is right; the message names the ways forward.",
    },
};

/** Whether there is such a kind of error. */
export function isKind(text: string): text is KoreErrorKind {
    return Object.keys(kinds).includes(text);
}
