import { at, masterAdmin, supportDeveloper, user, type Scenario } from "./parts";

const named = (firstName: string, lastName: string) => ({ firstName, lastName });

/** A person who gets another address, however the program writes it. */
export const addresses: Scenario[] = [
    {
        name: "address-and-name",
        title: "a new address is seen where the resource has another name as well",
        look: ["ada.lovelace", "ada"],
        routine: [],
        before: [
            user("ada@example.com", { emailId: at("ada"), ...named("Ada", "Byron"), roles: [supportDeveloper] }),
            user("grace"),
        ],
        after: [
            user("ada.lovelace@example.com", {
                emailId: at("ada.lovelace"),
                ...named("Ada", "Byron"),
                roles: [supportDeveloper],
            }),
            user("grace"),
        ],
    },
    {
        name: "address-of-another-domain",
        title: "the same name at another domain",
        look: ["ada@example.org", "ada"],
        routine: [],
        before: [user("ada", { roles: [masterAdmin] }), user("grace")],
        after: [user("ada-new", { emailId: "ada@example.org", roles: [masterAdmin] }), user("grace")],
        directory: true,
    },
    {
        name: "address-of-the-same-number",
        title: "the same id in the organisation",
        look: ["countess", "ada"],
        routine: [],
        before: [user("ada", { orgUserId: "4711", firstName: "Ada" }), user("grace")],
        after: [user("countess", { emailId: at("countess"), orgUserId: "4711", firstName: "Augusta" }), user("grace")],
    },
    {
        name: "address-of-another-person",
        title: "one who comes as another goes is no new address",
        look: ["ada"],
        routine: ["jean"],
        before: [user("ada", named("Ada", "Byron")), user("grace")],
        after: [user("jean", named("Jean", "Bartik")), user("grace")],
    },
    {
        name: "address-doubtful",
        title: "two who might be the same are both said to be",
        look: ["byron", "ada2", "ada"],
        routine: [],
        before: [user("ada", named("Ada", "Byron")), user("ada2", named("Ada", "Byron"))],
        after: [user("ada3", { emailId: at("byron"), ...named("Ada", "Byron") })],
    },
];
