import type { EndpointName } from "../endpointNames";
import { createUsers } from "./createUsers";
import { deleteUsers } from "./deleteUsers";
import type { Endpoint } from "./endpoint";
import { allUserRoles, bots, groups, roles } from "./lists";
import { adminRoleAssignments, botRoleAssignments } from "./roleAssignments";
import { updateUsers } from "./updateUsers";
import { userAccess } from "./userAccess";
import { usersInfo } from "./usersInfo";

/** Every endpoint by its method and path. */
export const endpoints: Record<EndpointName, Endpoint> = {
    "POST /api/public/users": createUsers,
    "PUT /api/public/users": updateUsers,
    "DELETE /api/public/users": deleteUsers,
    "POST /api/public/usersInfo": usersInfo,
    "POST /api/public/useraccess": userAccess,
    "GET /api/public/alluserroles": allUserRoles,
    "GET /api/public/groups": groups,
    "GET /api/public/roles": roles,
    "GET /api/public/bots": bots,
    "POST /api/public/adminroles/assignments/": adminRoleAssignments,
    "POST /api/public/btroles/assignments/": botRoleAssignments,
};
