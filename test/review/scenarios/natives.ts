import { nativeToken } from "../../../provider/model/kinds";
import {
    ada,
    analyst,
    at,
    byPlugin,
    company,
    groups,
    instance,
    katherine,
    list,
    masterAdmin,
    of,
    seedWith,
    set,
    supportDeveloper,
    supportTester,
    through,
    user,
    type Resource,
    type Scenario,
} from "./parts";

const staff = set("staff", { jean: { roles: [supportTester] }, mary: {} }, { reason: "staff" });
const everyKind = [...company, staff, list("builders", [of("katherine"), at("mary")], { reason: "build" })];
const withoutAlias = { aliases: [] };

/** The same resources as the plugin has had them: they take over what it has in the state. */
function backFromPlugin(declared: Resource[]): Resource[] {
    return declared.map((each) =>
        each.type === "Provider" || each.type === "Component"
            ? each
            : { ...each, opts: { ...each.opts, aliases: [{ type: nativeToken(each.type) }] } },
    );
}

/** Programs that come to the provider by the plugin, by dynamic resources, or by both. */
export const natives: Scenario[] = [
    {
        name: "migrated",
        title: "a program that changes to the plugin changes nobody's access",
        look: [],
        routine: [],
        before: everyKind,
        after: byPlugin(everyKind),
    },
    {
        name: "migrated-back",
        title: "nor does one that changes back",
        look: [],
        routine: [],
        before: byPlugin(everyKind),
        after: backFromPlugin(everyKind),
    },
    {
        name: "migrated-and-changed",
        title: "what changes beside the change to the plugin is told as it is",
        look: ["ada", "katherine", "jean"],
        routine: [],
        before: everyKind,
        after: byPlugin([
            user("ada", { ...ada.args, roles: [supportDeveloper, masterAdmin] }),
            user("katherine", { ...katherine.args, roles: [analyst] }),
            set("staff", { mary: {} }, { reason: "staff" }),
            list("builders", [of("katherine"), at("mary")], { reason: "build" }),
        ]),
    },
    {
        name: "migrated-without-alias",
        title: "without an alias the plugin's resource takes over from the old one, as one of another name does",
        look: [],
        routine: ["ada", "old"],
        before: [...company, user("old", { isDeveloper: true, onDestroy: "revoke" })],
        after: [
            katherine,
            ...byPlugin([
                { ...ada, opts: withoutAlias },
                user("old", { isDeveloper: true, onDestroy: "revoke" }, withoutAlias),
            ]),
        ],
        seed: seedWith({ emailId: at("old"), isDeveloper: true }),
    },
    {
        name: "migrated-back-without-alias",
        title: "and the other way round",
        look: [],
        routine: ["ada"],
        before: byPlugin(company),
        after: [...byPlugin([katherine]), ada],
    },
    {
        name: "migrated-instance",
        title: "a provider instance of the plugin with the same settings is the same account",
        look: [],
        routine: [],
        before: [instance("eu", "eu"), user("ada", { roles: [analyst] }, through("eu")), user("grace")],
        after: byPlugin([instance("eu", "eu"), user("ada", { roles: [analyst] }, through("eu")), user("grace")]),
    },
    {
        name: "migrated-to-another-account",
        title: "one with another host is another account",
        look: ["ada"],
        routine: [],
        before: [instance("eu", "eu"), user("ada", { roles: [analyst] }, through("eu")), user("grace")],
        after: byPlugin([instance("eu", "us"), user("ada", { roles: [analyst] }, through("eu")), user("grace")]),
    },
    {
        name: "both",
        title: "changes of dynamic resources and of the plugin's in one program, in the same words",
        look: ["ada", "grace", "jean", "sue"],
        routine: ["joan"],
        before: [
            ada,
            user("jean", { isDeveloper: true }),
            ...byPlugin([katherine, user("grace"), user("sue", { roles: [supportTester] })]),
        ],
        after: [
            user("ada", { ...ada.args, roles: [masterAdmin] }),
            ...byPlugin([
                katherine,
                user("grace", { isDeveloper: true }),
                user("joan", { groups: [groups.supportTeam] }),
            ]),
        ],
    },
    {
        name: "both-about-one",
        title: "a list of the one kind gives flags to people of the other",
        look: ["grace", "ada"],
        routine: [],
        before: [user("ada"), ...byPlugin([user("grace"), list("builders", [of("ada")])])],
        after: [user("ada"), ...byPlugin([user("grace")]), list("others", [of("grace")])],
    },
    {
        name: "moves-to-the-plugin",
        title: "somebody moves from a dynamic resource to a set of the plugin, and back",
        look: [],
        routine: ["grace", "mary"],
        before: [user("grace", { roles: [supportTester] }), ...byPlugin([set("staff", { jean: {}, mary: {} })])],
        after: [user("mary"), ...byPlugin([set("staff", { jean: {}, grace: { roles: [supportTester] } })])],
    },
    {
        name: "imports",
        title: "somebody who is imported is taken over with what they have, and nobody is added",
        look: ["chief", "old"],
        routine: [],
        before: byPlugin([katherine]),
        after: byPlugin([
            katherine,
            user("old", { isDeveloper: true, canCreateBot: false, roles: [supportTester] }, { import: at("old") }),
            user("chief", { isDeveloper: false, canCreateBot: false, roles: [masterAdmin] }, { import: at("chief") }),
        ]),
        seed: seedWith(
            { emailId: at("old"), isDeveloper: true, roles: [supportTester] },
            { emailId: at("chief"), roles: [masterAdmin] },
        ),
    },
    {
        name: "both-declare",
        title: "nobody may be declared by both",
        before: company,
        after: [...company, ...byPlugin([user("other", { emailId: at("ada") })])],
        fails: true,
    },
];
