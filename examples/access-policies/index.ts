import { PolicyPack, type ReportViolation, type ResourceValidationArgs } from "@pulumi/policy";

type Properties = Record<string, unknown>;

const koreUser = "pulumi-nodejs:dynamic/kore:KoreUser";
const koreUsers = "pulumi-nodejs:dynamic/kore:KoreUsers";

/** The people whom a resource declares. Of what only the update will know there is nothing to judge. */
function peopleOf({ type, props }: ResourceValidationArgs) {
    if (type === koreUser) return [personOf(props)];
    if (type !== koreUsers) return [];
    return Object.entries(propertiesOf(props.people)).map(([emailId, person]) =>
        personOf({ reason: props.reason, ...propertiesOf(person), emailId }),
    );
}

function personOf({ emailId, reason, roles }: Properties) {
    return {
        emailId: typeof emailId === "string" ? emailId : "somebody",
        reason: typeof reason === "string" ? reason : "",
        // A role without botId is one of the Admin Console.
        isAdministrator: Array.isArray(roles) && roles.some((role) => !propertiesOf(role).botId),
    };
}

function propertiesOf(value: unknown): Properties {
    return typeof value === "object" && value !== null ? (value as Properties) : {};
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
                const { domains } = args.getConfig<{ domains: string[] }>();
                for (const { emailId } of peopleOf(args))
                    if (!domains.includes(emailId.split("@").at(-1) ?? ""))
                        report(
                            `${emailId} is not of ${domains.join(", ")}: ask the owner of the account, or correct the address.`,
                        );
            },
        },
        {
            name: "administrators-have-a-reason",
            description: "Whoever gets a role of the Admin Console has a reason.",
            validateResource(args: ResourceValidationArgs, report: ReportViolation) {
                for (const { emailId, isAdministrator, reason } of peopleOf(args))
                    if (isAdministrator && reason === "")
                        report(
                            `${emailId} is an administrator without a reason: add reason to what is declared of them.`,
                        );
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
                const { administrators } = args.getConfig<{ administrators: string[] }>();
                for (const { emailId, isAdministrator } of peopleOf(args))
                    if (isAdministrator && !administrators.includes(emailId))
                        report(
                            `${emailId} is not among those who may be administrators: add them to the policy's list first, by a pull request of its own.`,
                        );
            },
        },
    ],
});
