import { PolicyPack, type ReportViolation, type ResourceValidationArgs } from "@pulumi/policy";

/** A role as a KoreUser declares it; without botId, one of the Admin Console. */
interface Role {
    roleId?: string;
    botId?: string;
}

const koreUser = "pulumi-nodejs:dynamic/kore:KoreUser";

/** What a KoreUser declares; of what only the update will know there is nothing to judge. */
function userOf({ type, props }: ResourceValidationArgs) {
    if (type !== koreUser) return undefined;
    const roles = (Array.isArray(props.roles) ? props.roles : []) as Role[];
    return {
        emailId: typeof props.emailId === "string" ? props.emailId : "somebody",
        reason: typeof props.reason === "string" ? props.reason : "",
        isAdministrator: roles.some(({ botId }) => !botId),
    };
}

new PolicyPack("access-policies", {
    enforcementLevel: "mandatory",
    policies: [
        {
            name: "allowed-domains",
            description: "People have an address of one of the company's domains.",
            configSchema: {
                properties: { domains: { type: "array", items: { type: "string" } } },
                required: ["domains"],
            },
            validateResource(args: ResourceValidationArgs, report: ReportViolation) {
                const user = userOf(args);
                const { domains } = args.getConfig<{ domains: string[] }>();
                const domain = user?.emailId.split("@").at(-1) ?? "";
                if (user !== undefined && !domains.includes(domain))
                    report(
                        `${user.emailId} is not of ${domains.join(", ")}: ask the owner of the account, or correct the address.`,
                    );
            },
        },
        {
            name: "administrators-have-a-reason",
            description: "Whoever gets a role of the Admin Console has a reason.",
            validateResource(args: ResourceValidationArgs, report: ReportViolation) {
                const user = userOf(args);
                if (user?.isAdministrator && user.reason === "")
                    report(`${user.emailId} is an administrator without a reason: add reason to the KoreUser.`);
            },
        },
        {
            name: "administrators-are-listed",
            description: "Nobody gets a role of the Admin Console who is not in the list.",
            configSchema: {
                properties: { administrators: { type: "array", items: { type: "string" } } },
                required: ["administrators"],
            },
            validateResource(args: ResourceValidationArgs, report: ReportViolation) {
                const user = userOf(args);
                const { administrators } = args.getConfig<{ administrators: string[] }>();
                if (user?.isAdministrator && !administrators.includes(user.emailId))
                    report(
                        `${user.emailId} is not among those who may be administrators: add them to the policy's list first, by a pull request of its own.`,
                    );
            },
        },
    ],
});
