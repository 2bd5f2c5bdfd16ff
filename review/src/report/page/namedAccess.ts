import type { Access } from "../../access";
import { present } from "../../present";
import type { ChangedAccess } from "../model";
import type { AccessKind, NamedAccess } from "./data";

// A key begins with the type of its access.
const kinds: Record<Access["type"], AccessKind> = {
    administrator: "administrator",
    botCreator: "bot creator",
    developer: "developer",
    dataTables: "data tables",
    role: "role",
    tasks: "tasks",
    group: "group",
};

/** An access by its kind and name; the kind says of a role on a bot that it is one. */
export function namedAccess({ key, label, on, power }: ChangedAccess): NamedAccess {
    const [, kind = "role"] = Object.entries(kinds).find(([type]) => key.split(" ")[0] === type) ?? [];
    return {
        kind: kind === "role" && power === "owner" ? "owner" : kind,
        label: label.replace(/^role /, "").replace(/^administrator role /, "administrator: "),
        ...present({ on }),
    };
}
