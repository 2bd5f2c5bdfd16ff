/** The endpoints that the emulator answers. */
export const endpointNames = [
    "POST /api/public/users",
    "PUT /api/public/users",
    "DELETE /api/public/users",
    "POST /api/public/usersInfo",
    "POST /api/public/useraccess",
    "GET /api/public/alluserroles",
    "GET /api/public/groups",
    "GET /api/public/roles",
    "GET /api/public/bots",
    "POST /api/public/adminroles/assignments/",
    "POST /api/public/btroles/assignments/",
] as const;

/** Method and path of an endpoint. */
export type EndpointName = (typeof endpointNames)[number];
