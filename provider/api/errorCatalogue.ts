import type { KoreErrorKind } from "./errors";

/** What a user is told of an error, whatever its sentence says of whom. */
export interface ExplainedError {
    /** Its place in docs/errors.md: the kind of the error, unless the answer of a write was lost; `program` for what stops one before it sends. */
    group: KoreErrorKind | "program";
    title: string;
    means: string;
    cure: string;
}

/**
 * Every error of this package by the code that stands at the end of its message. A code never changes its meaning, as people search for it and tools
 * act on it. docs/errors.md is written from this table.
 */
export const errorCatalogue = tableOf({
    "kore:not-configured": {
        group: "settings",
        title: "Settings are missing or wrong",
        means: "The message names all of them at once. Later errors of the same run only point to the first.",
        cure: "Set what it names, with the command beside it; of a provider instance, correct its arguments.",
    },
    "kore:misspelt-setting": {
        group: "settings",
        title: "A name that is nearly a setting's",
        means: "`kore:readonly is no setting of pulumi-kore; did you mean kore:readOnly?` A setting with a misspelt name would have no effect.",
        cure: "Run the two commands after the name. What `pulumi config rm` does not take away stands in Pulumi.yaml, or in an environment of Pulumi ESC. A variable that is your own needs another name.",
    },
    "kore:read-only": {
        group: "settings",
        title: "Writing is turned off",
        means: "`kore:readOnly` is on. The message has the request that was not sent.",
        cure: "To allow it: `pulumi config rm kore:readOnly`, and no `KORE_READ_ONLY` in the environment.",
    },
    "kore:jwt-unusable": {
        group: "settings",
        title: "The token cannot be sent",
        means: "`kore:jwt` is not a JSON Web Token, or has expired.",
        cure: "Set a fresh token: `pulumi config set --secret kore:jwt`.",
    },
    "kore:proxy-unusable": {
        group: "settings",
        title: "The proxy of the environment cannot be used",
        means: "`HTTPS_PROXY`, or another variable that the message names, has no address of an HTTP proxy. Its value is not shown, as it may have a password.",
        cure: "Set it to `http://HOST:PORT`, or to `http://USER:PASSWORD@HOST:PORT` with special characters percent-encoded ([proxies](settings.md#a-proxy)); or unset it.",
    },
    "kore:record-unusable": {
        group: "settings",
        title: "The record of the run cannot be written or read",
        means: "Every step reads there what the whole program declares.",
        cure: "Set the environment variable `KORE_RECORD_FOLDER` to a folder of your own, on a disk of this machine.",
    },
    "kore:other-release": {
        group: "settings",
        title: "Two releases of pulumi-kore in one run",
        means: "The resource was made by another release than the one that Pulumi runs, and does not lead to the record of its run.",
        cure: "See which there are (`npm ls pulumi-kore`), and install one for all.",
    },
    "kore:unauthorized": {
        group: "unauthorized",
        title: "The token was not accepted",
        means: "Kore.ai answered with status 401.",
        cure: "Compare `kore:clientId` and `kore:clientSecret` with the app in the Admin Console; an app of the App Builder is not accepted. A clock that is minutes off makes tokens invalid. Where the account enforces `jti`, `kore:jwt` can't be used. After a rotation see [rotating the secret](security.md#rotating-the-secret).",
    },
    "kore:scope-missing": {
        group: "scope",
        title: "The app lacks a scope",
        means: "The call needs a scope that the app does not have; the message names it.",
        cure: "Give the app this scope: Admin Console, Security & Control > API Scopes. Both resources together need two. Other editions call them *User Management* under Security & Control, and *Role Management* under Role Management or *ProfileManagement*.",
    },
    "kore:refused": {
        group: "refused",
        title: "Kore.ai refused it, and said why",
        means: "The request, or this person in it, was refused. The other people of the request are done.",
        cure: "Mend what Kore.ai's words name: an id of a role, group or bot that the account does not have, an address, a combination of flags. Then run `pulumi up` again. `Look at the argument …` is a guess from these words.",
    },
    "kore:refused-for-all": {
        group: "refused",
        title: "Everybody of a request was refused alike",
        means: "Kore.ai refused a request for several people, and in the same words some of them who were tried alone. The others were left as they are.",
        cure: "Mend what Kore.ai's words name. If it is about some people only, run again when they are mended.",
    },
    "kore:refused-undecided": {
        group: "refused",
        title: "A request was refused, and whom it is about did not show",
        means: "The request was taken apart into as many as are sent at most for that. These people were left as they are.",
        cure: "Mend what the other errors of this run name, and run again.",
    },
    "kore:removal-refused": {
        group: "refused",
        title: "Kore.ai does not remove this person",
        means: "What the program gave them was taken back; the account itself stays. An owner cannot be removed.",
        cure: "Move the ownership of their apps in the Admin Console, then destroy again; or declare `onDestroy: 'revoke'`.",
    },
    "kore:perhaps-removed": {
        group: "refused",
        title: "A change is refused of somebody without any access",
        means: "Kore.ai lists this person as not active and without any access, as it may list those who were removed by hand.",
        cure: "If they were removed by hand, `pulumi up --replace URN` adds them again.",
    },
    "kore:no-such-person": {
        group: "refused",
        title: "Nobody in the account has this address",
        means: "Kore.ai's words stand in the message.",
        cure: "Correct the address, or declare the person as a KoreUser; pass its `emailId` to a KoreUserAccess.",
    },
    "kore:rate-limit": {
        group: "rateLimit",
        title: "The account's requests are used up",
        means: "They were for longer than the update waits: an hour and more.",
        cure: "Run again later. Where other clients use the account, lower `kore:requestsPerMinute` and `kore:requestsPerHour` of all of them ([the budget](concepts.md#the-budget)).",
    },
    "kore:no-connection": {
        group: "unreachable",
        title: "There is no connection",
        means: "`kore:host` could not be reached. Where a proxy did not let the request pass, the message names it and the status of its answer.",
        cure: "Check `kore:host`, the network, a proxy ([which](settings.md#a-proxy)), the certificate. Then run the command again.",
    },
    "kore:no-answer": {
        group: "unreachable",
        title: "A look-up got no answer",
        means: "The connection broke, or time was up.",
        cure: "Run again.",
    },
    "kore:stopped": {
        group: "stopped",
        title: "The run was stopped",
        means: "By Ctrl-C. What had been sent is done and read back, and the state has it; of several people the message says how many. `before all of it was sent`: of one person only a part was, and the state has what they have now.",
        cure: "Run the same command again, which sends what is left.",
    },
    "kore:answer-lost": {
        group: "lost",
        title: "A change got no answer",
        means: "The connection broke, or time was up, also where a later try of the same request ended otherwise.",
        cure: "Run `pulumi up` again.",
    },
    "kore:row-unanswered": {
        group: "lost",
        title: "The answer says nothing of this person",
        means: "The request was answered, and this row of it was not.",
        cure: "Run `pulumi up` again.",
    },
    "kore:row-contradicted": {
        group: "lost",
        title: "An answer says both that a row was done and that it failed",
        means: "Kore.ai has dealt with the request, and of this person it is not known how. They are read back, which may tell.",
        cure: "Run `pulumi up` again.",
    },
    "kore:row-unnamed": {
        group: "lost",
        title: "A row was refused, and the answer does not say which",
        means: "Kore.ai refused one of several people without their address, so that it may be this one.",
        cure: "Run `pulumi up` again.",
    },
    "kore:server-error": {
        group: "unreadable",
        title: "The platform failed",
        means: "Kore.ai answered with a status of 500 and more. A change may have been done or not.",
        cure: "Run again.",
    },
    "kore:not-the-api": {
        group: "unreadable",
        title: "The answer is not the API's",
        means: "A web page, a redirect, or JSON of another form came. A change may have been done or not.",
        cure: "Check that `kore:host` is the address of a Kore.ai environment, not of a website or a proxy, and run again.",
    },
    "kore:unreadable-entry": {
        group: "unreadable",
        title: "A look-up has no entry that can be read",
        means: "The entry of this address is missing in the answer, or is not the API's.",
        cure: "Run again.",
    },
    "kore:endless-list": {
        group: "unreadable",
        title: "A list of the account has no end",
        means: "Every page says that more follow.",
        cure: "Run again.",
    },
    "kore:no-result": {
        group: "unreadable",
        title: "A request ended without a result",
        means: "Neither an answer nor an error of a person is there, which should not happen.",
        cure: "Run again, and report it if it stays.",
    },
    "kore:unreadable-state": {
        group: "unreadable",
        title: "A state that cannot be read",
        means: "It was changed by something else, or written by a later release.",
        cure: "If the state was edited by hand, put it back; else run again with the release of pulumi-kore that wrote it, or a later one.",
    },
    "kore:unconfirmed": {
        group: "unconfirmed",
        title: "Reading back shows something else",
        means: "Kore.ai accepted the change, and for up to 30 s it did not show. The state has the person as they are.",
        cure: "Run `pulumi up` again. If it stays, the account does not allow this change: look at the person in the Admin Console.",
    },
    "kore:not-listed-yet": {
        group: "unconfirmed",
        title: "Added, and not listed",
        means: "Kore.ai said that it added the person, and Get User Information did not know them for half a minute. Some accounts may list people only when they have used their activation link.",
        cure: "Nothing by itself: the state has them, nobody is invited twice, and a later `pulumi up` goes on when they are listed. If they were never added: `pulumi state delete URN`, and `pulumi up`.",
    },
    "kore:owner-role-kept": {
        group: "unconfirmed",
        title: "An owner keeps their role",
        means: "An owner's role can't be taken by the API. All else that was to be done was done.",
        cure: "In the Admin Console give the person another role on the same app, and choose a new owner for it; then run the same command again. Or declare the role.",
    },
    "kore:one-role-a-bot": {
        group: "unconfirmed",
        title: "One direct role of a person on a bot",
        means: "Of several roles that the program declares on one bot, Kore.ai kept one: a second seems to replace the first.",
        cure: "Declare one of them; more come by groups. If the account takes several by now: `pulumi refresh`, and `pulumi up`.",
    },
    "kore:too-many-removals": {
        group: "mismatch",
        title: "More people would go than maxRemovals allows",
        means: "A KoreUsers has lost more of its people at once than is usual: 5, or a tenth of them, where nothing is said. So does a program that reads half a file. Nothing was sent about the people of this resource; others may go on.",
        cure: "See whether what people are read from is complete. If they are to go: `maxRemovals` as the message has it, for this update.",
    },
    "kore:several-people": {
        group: "unconfirmed",
        title: "Several people of one resource failed",
        means: "Each line of the message is an error with its own code; the others are done.",
        cure: "Mend what each line says, and run again.",
    },
    "kore:not-taken-over": {
        group: "mismatch",
        title: "The resource that declares a person now has not got them",
        means: "It failed, or was not among the targets, so that this person stays in the state of the old one.",
        cure: "Mend its error, if it has one, and run `pulumi up` again, without a target.",
    },
    "kore:program-not-run": {
        group: "mismatch",
        title: "The program declares a person by another resource, and asked for nothing",
        means: "To a provider, a target of the old resource looks the same as a destroy for which the program is run.",
        cure: "To take them over by another resource: `pulumi up` without a target. To destroy: `pulumi destroy` without `--run-program`.",
    },
    "kore:perhaps-same-account": {
        group: "mismatch",
        title: "Two provider instances may be of one account",
        means: "Another instance of this program declares the person at the same host with another app, and whether that is the same account can't be told.",
        cure: "Give both an `accountName`, also one that is to go: the same where it is one account, different ones where they are two; then run `pulumi up`. Or by hand: if it is the same account, the other resource has them now (`pulumi state delete URN`); if it is another: `pulumi destroy --target URN`.",
    },
    "kore:another-account": {
        group: "mismatch",
        title: "The host leads to another account than the state's",
        means: "The person or the access is in the account that the message names first.",
        cure: "Set the host back and run `pulumi up`, as a plain refresh or destroy goes by the host of the last update; or use a stack of its own for the other account. To forget it here without touching it there: `pulumi state delete URN`.",
    },
    "kore:another-person": {
        group: "mismatch",
        title: "The address belongs to somebody else by now",
        means: "Kore.ai has another `userId` under it than the state.",
        cure: "Of a KoreUser: if that is meant, forget the old one (`pulumi state delete URN`) and run `pulumi up`, which adopts the new one as `adopt` says. Of a KoreUserAccess: `pulumi refresh`; the next preview then shows what the new person would get.",
    },
    "kore:person-not-found": {
        group: "mismatch",
        title: "KoreUser.get asks for somebody who is not in the account",
        means: "Kore.ai's words stand in the message.",
        cure: "Correct the address in `KoreUser.get`, or declare the person: `new KoreUser(…)`.",
    },
    "kore:without-preview": {
        group: "mismatch",
        title: "An update without a preview takes what may yet be given",
        means: "Programs of other languages than TypeScript do not tell what they declare before their resources are made: their preview does. Without it, who moves between two resources would lose access for a moment.",
        cure: "Run `pulumi up` with its preview. By the Automation API, which has none: `pulumi config set kore:withoutPreview allow` ([what it costs](other-languages.md#without-a-preview)).",
    },
    "kore:not-importable": {
        group: "mismatch",
        title: "pulumi import asks for what it can't read",
        means: "A person is imported by their e-mail address. Sets of people and lists of access are nothing that Kore.ai has, and have no id.",
        cure: "Correct the address; of a set or a list: declare it, which takes people over as they are. For a whole account: `kore-access import`.",
    },
    "kore:name-not-found": {
        group: "mismatch",
        title: "A function finds nothing of the name it was given",
        means: "The account has no such person, role, group or bot, or several of the name.",
        cure: "Correct the name, as the message suggests; where several have it, name the id in the program.",
    },
    "kore:person-gone": {
        group: "mismatch",
        title: "Somebody of the state is no longer in the account",
        means: "They were removed by something else.",
        cure: "Run `pulumi refresh`, which takes them out of the state, then `pulumi up`, which adds them again.",
    },
    "kore:already-there": {
        group: "mismatch",
        title: "The person is in the account already",
        means: "They differ from the program, as the message lists, or `adopt` is 'never'.",
        cure: "Declare what this person has, to take them over unchanged; or `adopt: 'takeOver'`, to bring what is declared to the program and leave the rest ([adoption](user.md#adoption)).",
    },
    "kore:over-already": {
        group: "mismatch",
        title: "Access that is to be given has ended",
        means: "The `expiresAt` of something new lies in the past. Who is in the state stays there when their access ends, and loses it; but nobody is added, or taken over, for access that is over.",
        cure: "Take it out of the program, or declare another end ([access that ends](access-that-ends.md)).",
    },
    "kore:adopted-without-fate": {
        group: "mismatch",
        title: "Somebody adopted is to go, and the program does not say what becomes of them",
        means: "This person was in the account already when the resource was made. Another address for them is another person, so that it lets this one go as well.",
        cure: "Declare `onDestroy: 'remove'` or `'revoke'`, with the resource and the old address in the program, and run `pulumi up`; then let them go. Or keep the person as they are: `pulumi state delete URN`, or `retainOnDelete: true` in place of `onDestroy`.",
    },
    "kore:lost-create-without-fate": {
        group: "mismatch",
        title: "Somebody is to go whom somebody else may have added",
        means: "The answer of their create was lost, and the account has somebody under this address who is not as declared.",
        cure: "Declare `onDestroy: 'remove'` or `'revoke'`, with the resource in the program, and run `pulumi up`; then let them go. Or keep the person as they are: `pulumi state delete URN`.",
    },
    "kore:unseen-surplus": {
        group: "mismatch",
        title: "exclusive would take back what no preview has shown",
        means: "The message lists it. The person has it in Kore.ai, beyond what is declared and on record.",
        cure: "Run `pulumi refresh` first; the next preview shows it. Or declare it. Where a person moves: do so without `exclusive`, and turn that on in a later update.",
    },
    "kore:last-administrator": {
        group: "mismatch",
        title: "Nobody would administer the account any more",
        means: "The step takes an administrator role, directly or by a group, or removes somebody who has one, and nobody else in the account has one and can sign in. Of a Master Admin somebody else must be one. The message names those who do not count: who is suspended, locked or not active, and from whom this run takes theirs. Nothing was sent about this person; others go on.",
        cure: "Make somebody else an administrator first, in the Admin Console or in an update of its own, and run again. If it is meant: `kore:lastAdministrator`, as the message has it ([the last administrator](user.md#the-last-administrator)).",
    },
    "kore:administrators-unknown": {
        group: "mismatch",
        title: "Whether somebody else administers the account could not be asked",
        means: "The step takes an administrator role, or removes somebody who has one. Before that the list of the account's people is read once a run, for which the app needs the scope *Profile Management > Role Management*, and it could not be read. The message has why. Nothing was sent about this person; others go on.",
        cure: "Give the app the scope, where the message names it; else run again. If it does not matter who is left: `kore:lastAdministrator`, as the message has it.",
    },
    "kore:bots-need-developer": {
        group: "mismatch",
        title: "canCreateBot without isDeveloper",
        means: "Kore.ai refuses to let someone create bots who has no access to the builder. Of an update: `canCreateBot` is true in Kore.ai, and not declared.",
        cure: "Declare both, or `canCreateBot: false`.",
    },
    "kore:unchangeable": {
        group: "program",
        title: "An argument that no call of Kore.ai's changes",
        means: "`orgUserId` is given with the create alone.",
        cure: "Put the old value back, or remove the person from the program and from the account and declare them anew.",
    },
    "kore:wrong-arguments": {
        group: "program",
        title: "Arguments that no update can take",
        means: "All that the program can see of them, of all resources at once. What is known only later is checked by the provider, where Pulumi stops at the first resource.",
        cure: "Correct each property that the message names. Ids are written down by `kore-access directory` ([ids](directory.md)).",
    },
    "kore:declared-twice": {
        group: "program",
        title: "Two resources declare one person",
        means: "One person belongs to one KoreUser.",
        cure: "Take one of them out.",
    },
    "kore:flags-declared-twice": {
        group: "program",
        title: "Two resources declare the flags of one person",
        means: "They would undo each other's work.",
        cure: "Declare `canCreateBot` and `isDeveloper` in one of them.",
    },
    "kore:taken-over-late": {
        group: "program",
        title: "Access is taken over by a resource that the program declares too late",
        means: "The resource that lets it go was sent before, so that the person would be without it meanwhile.",
        cure: "Declare the resource that takes over before the program waits for anything of the other.",
    },
    "kore:unknown-argument": {
        group: "program",
        title: "A provider instance has an argument that there is not",
        means: "It would have no effect. The instance was not made.",
        cure: "Correct its name as the message says, or take it out.",
    },
    "kore:never-replaced": {
        group: "program",
        title: "A set of people is never replaced",
        means: "A KoreUsers has the option `replaceOnChanges`: what replaces it would have all of its people, and the old one would go with them.",
        cure: "Take the option out. Who changes is updated, person by person.",
    },
    "kore:exclusive-ignored": {
        group: "program",
        title: "An exclusive person with ignoreChanges on roles or groups",
        means: "`exclusive` takes away what is not declared. With `ignoreChanges` Pulumi takes what a refresh has found for declared, so that a role given by hand would count as declared.",
        cure: "Take `ignoreChanges` out, or `exclusive`, which without it leaves other roles and groups alone.",
    },
    "kore:no-import": {
        group: "program",
        title: "A resource has Pulumi's option import",
        means: "Pulumi cannot import a resource of a provider that runs in Node. Nothing was sent.",
        cure: "Take the option out: who is in the account is taken over when the resource is created, see `adopt`. For a whole account: `kore-access import`.",
    },
    "kore:not-installed": {
        group: "program",
        title: "pulumi-kore is not installed where Pulumi runs its provider",
        means: "The program has it out of another package that depends on it, or out of a bundle such as esbuild's.",
        cure: "In the folder that the message names: `npm install pulumi-kore` (or `pnpm add`, `yarn add`). An inline program of the Automation API is told by Node instead (`Cannot find module 'pulumi-kore/provider'`): set `main` in its `projectSettings` ([Automation API](automation-api.md)).",
    },
});

/** The codes of all errors. */
export type ErrorCode = keyof typeof errorCatalogue;

// So that the declaration of the table names its codes, without every text of it.
function tableOf<TCode extends `kore:${string}`>(table: Record<TCode, ExplainedError>): Record<TCode, ExplainedError> {
    return table;
}
