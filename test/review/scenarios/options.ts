import {
    analyst,
    at,
    component,
    instance,
    list,
    masterAdmin,
    of,
    seedWith,
    supportTester,
    supportDeveloper,
    through,
    user,
    type Scenario,
} from "./parts";

const goesWith = (name: string) => ({ deletedWith: { $output: name } });
const urnOf = (name: string) => `urn:pulumi:test::company::pulumi-nodejs:dynamic/kore:KoreUser::${name}`;

/** Options of the engine that change what a step does to people. */
export const options: Scenario[] = [
    {
        name: "option-deleted-with",
        title: "with deletedWith nothing is done to those whose component goes as well: they keep what they have",
        before: [component("team"), user("ada", { roles: [masterAdmin] }, goesWith("team")), user("grace")],
        after: [user("grace")],
    },
    {
        name: "option-deleted-with-stays",
        title: "deletedWith means nothing where the other one stays",
        before: [component("team"), user("ada", { roles: [masterAdmin] }, goesWith("team")), user("grace")],
        after: [component("team"), user("grace")],
    },
    {
        name: "option-deleted-with-adopted",
        title: "nobody is refused whom no step is about",
        before: [component("team"), user("ada", { adopt: "takeOver" }, goesWith("team")), user("grace")],
        after: [user("grace")],
        seed: seedWith({ emailId: at("ada"), roles: [analyst] }),
    },
    {
        name: "option-deleted-with-list",
        title: "a list that goes with its component leaves the flags",
        before: [component("team"), user("ada"), list("builders", [of("ada")], {}, goesWith("team"))],
        after: [user("ada")],
    },
    {
        name: "option-deleted-with-set",
        title: "whoever gets deletedWith leaves the care of the program with another resource",
        before: [component("team"), user("ada", { roles: [masterAdmin] }), user("grace")],
        after: [component("team"), user("ada", { roles: [masterAdmin] }, goesWith("team")), user("grace")],
    },
    {
        name: "option-deleted-with-another-person",
        title: "deletedWith another person who goes, and one who is replaced",
        before: [
            user("ada"),
            user("grace", { roles: [supportTester] }, goesWith("ada")),
            user("jean"),
            user("joan", { roles: [supportTester] }, goesWith("jean")),
        ],
        after: [user("jean", { emailId: at("jean.bartik") })],
    },
    {
        name: "option-retain-set",
        title: "from now on nobody is removed, nor loses anything, who leaves the program",
        before: [user("ada", { roles: [supportDeveloper] }), user("grace"), list("builders", [of("grace")])],
        after: [
            user("ada", { roles: [supportDeveloper] }, { retainOnDelete: true }),
            user("grace"),
            list("builders", [of("grace")], {}, { retainOnDelete: true }),
        ],
    },
    {
        name: "option-retain-unset",
        title: "from now on whoever leaves the program is removed again",
        before: [user("ada", { roles: [supportDeveloper] }, { retainOnDelete: true }), user("grace")],
        after: [user("ada", { roles: [supportDeveloper] }), user("grace")],
    },
    {
        name: "option-ignore-set",
        title: "what ignoreChanges names is not applied: the program says one thing, and the account stays another",
        before: [user("ada", { roles: [masterAdmin, supportDeveloper] }), user("grace")],
        after: [user("ada", { roles: [supportDeveloper] }, { ignoreChanges: ["roles"] }), user("grace")],
    },
    {
        name: "option-ignore-stays",
        title: "with ignoreChanges a change of the program is none",
        before: [user("ada", { roles: [supportDeveloper] }, { ignoreChanges: ["roles"] }), user("grace")],
        after: [user("ada", { roles: [supportDeveloper, masterAdmin] }, { ignoreChanges: ["roles"] }), user("grace")],
    },
    {
        name: "option-ignore-unset",
        title: "without ignoreChanges any more all that was passed over is applied",
        before: [user("ada", { roles: [masterAdmin] }, { ignoreChanges: ["roles"] }), user("grace")],
        between: [user("ada", { roles: [] }, { ignoreChanges: ["roles"] }), user("grace")],
        after: [user("ada", { roles: [] }), user("grace")],
    },
    {
        name: "option-ignore-list",
        title: "people who come into a list, or go, while emailIds is among ignoreChanges",
        before: [user("ada"), user("grace"), list("builders", [of("ada")])],
        after: [user("ada"), user("grace"), list("builders", [of("grace")], {}, { ignoreChanges: ["emailIds"] })],
    },
    {
        name: "option-replace-on-changes",
        title: "a resource that is made anew for another reason takes and gives nothing",
        before: [user("ada", { roles: [supportDeveloper], reason: "builds" }, { replaceOnChanges: ["reason"] })],
        after: [user("ada", { roles: [supportDeveloper], reason: "tests" }, { replaceOnChanges: ["reason"] })],
    },
    {
        name: "option-delete-before-replace",
        title: "one that is deleted before it is made anew",
        before: [
            user(
                "ada",
                { roles: [supportDeveloper], reason: "builds" },
                { replaceOnChanges: ["reason"], deleteBeforeReplace: true },
            ),
        ],
        after: [
            user(
                "ada",
                { roles: [supportDeveloper], reason: "tests" },
                { replaceOnChanges: ["reason"], deleteBeforeReplace: true },
            ),
        ],
    },
    {
        name: "option-delete-before-new-address",
        title: "a new address where the old person goes first",
        before: [user("ada", { roles: [supportDeveloper] }, { deleteBeforeReplace: true })],
        after: [user("ada", { emailId: at("ada.byron"), roles: [supportDeveloper] }, { deleteBeforeReplace: true })],
    },
    {
        name: "option-replace-flag",
        title: "pulumi up --replace makes a resource anew, and changes nobody's access",
        before: [user("ada", { roles: [supportDeveloper, analyst] }), user("grace")],
        after: [user("ada", { roles: [supportDeveloper, analyst] }), user("grace")],
        flags: ["--show-sames", "--show-replacement-steps", "--replace", urnOf("ada")],
    },
    {
        name: "option-target",
        title: "with --target only what is named is changed",
        before: [user("ada"), user("grace")],
        after: [user("ada", { isDeveloper: true }), user("grace", { roles: [masterAdmin] })],
        flags: ["--show-sames", "--show-replacement-steps", "--target", urnOf("ada")],
    },
    {
        name: "option-protect-off",
        title: "a protection that comes off is a safety catch less",
        before: [
            user("ada", {}, { protect: true }),
            user("grace"),
            list("builders", [of("grace")], {}, { protect: true }),
        ],
        after: [user("ada"), user("grace"), list("builders", [of("grace")])],
    },
    {
        name: "option-protect-on",
        title: "a protection is routine",
        before: [user("ada"), user("grace")],
        after: [user("ada", {}, { protect: true }), user("grace")],
    },
    {
        name: "option-provider",
        title: "a person who is moved to another account is removed from one, and joins another",
        before: [instance("eu", "eu"), instance("us", "us"), user("ada", { roles: [supportDeveloper] }, through("eu"))],
        after: [instance("eu", "eu"), instance("us", "us"), user("ada", { roles: [supportDeveloper] }, through("us"))],
    },
    {
        name: "option-provider-configured",
        title: "the same from a provider instance to the account of the stack's configuration",
        before: [instance("eu", "eu"), user("ada", { isDeveloper: true }, through("eu")), user("grace")],
        after: [instance("eu", "eu"), user("ada", { isDeveloper: true }), user("grace")],
    },
    {
        name: "option-provider-list",
        title: "a list that is moved to another account",
        before: [
            instance("eu", "eu"),
            user("ada"),
            user("ada-eu", { emailId: at("ada") }, through("eu")),
            list("builders", [at("ada")], {}, through("eu")),
        ],
        after: [
            instance("eu", "eu"),
            user("ada"),
            user("ada-eu", { emailId: at("ada") }, through("eu")),
            list("builders", [at("ada")]),
        ],
    },
    {
        name: "option-aliases",
        title: "a resource that is renamed with an alias changes nothing",
        before: [user("ada", { roles: [analyst] }), user("grace")],
        after: [
            user("lovelace", { emailId: at("ada"), roles: [analyst] }, { aliases: [{ name: "ada" }] }),
            user("grace"),
        ],
    },
    {
        name: "option-aliases-and-change",
        title: "one that is renamed with an alias, and changes",
        before: [user("ada", { isDeveloper: true }), user("grace")],
        after: [
            user(
                "lovelace",
                { emailId: at("ada"), isDeveloper: true, roles: [masterAdmin] },
                { aliases: [{ name: "ada" }] },
            ),
            user("grace"),
        ],
    },
    {
        name: "option-reordered",
        title: "a program in another order changes nothing",
        before: [user("ada", { roles: [analyst] }), user("grace"), list("builders", [of("ada"), of("grace")])],
        after: [user("grace"), user("ada", { roles: [analyst] }), list("builders", [of("grace"), of("ada")])],
    },
];
