/** One endpoint of the API, with what the client must know of it besides its shapes. */
export interface Endpoint {
    method: "GET" | "POST" | "PUT" | "DELETE";
    path: string;
    /** The Admin Console scope that the app needs (API List page). */
    scope: string;
    /** Whether it changes the account. */
    writes: boolean;
    /** Whether sending it twice does the same as sending it once. A second POST of an address is not documented. */
    idempotent: boolean;
}

const userManagement = "User Management > User Management";
const roleManagement = "Profile Management > Role Management";

/** The names that other editions of the Admin Console have for the scopes (API pages of those editions). */
export const otherNamesOfScopes: Readonly<Record<string, string>> = {
    [userManagement]: "User Management under Security & Control",
    [roleManagement]: "Role Management under Role Management, or ProfileManagement",
};

export const endpoints = {
    createUsers: { method: "POST", path: "/api/public/users", scope: userManagement, writes: true, idempotent: false },
    updateUsers: { method: "PUT", path: "/api/public/users", scope: userManagement, writes: true, idempotent: true },
    removeUsers: { method: "DELETE", path: "/api/public/users", scope: userManagement, writes: true, idempotent: true },
    usersInfo: {
        method: "POST",
        path: "/api/public/usersInfo",
        scope: userManagement,
        writes: false,
        idempotent: true,
    },
    allUserRoles: {
        method: "GET",
        path: "/api/public/alluserroles",
        scope: roleManagement,
        writes: false,
        idempotent: true,
    },
    groups: { method: "GET", path: "/api/public/groups", scope: roleManagement, writes: false, idempotent: true },
    roles: { method: "GET", path: "/api/public/roles", scope: roleManagement, writes: false, idempotent: true },
    bots: { method: "GET", path: "/api/public/bots", scope: roleManagement, writes: false, idempotent: true },
    // The page says GET in one edition, its own sample and all later editions POST.
    userAccess: {
        method: "POST",
        path: "/api/public/useraccess",
        scope: roleManagement,
        writes: true,
        idempotent: true,
    },
} as const satisfies Record<string, Endpoint>;

/** "POST /api/public/users", as messages name it. */
export function nameOf(endpoint: Endpoint): string {
    return `${endpoint.method} ${endpoint.path}`;
}
