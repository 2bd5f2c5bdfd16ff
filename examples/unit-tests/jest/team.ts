import * as pulumi from "@pulumi/pulumi";
import * as kore from "pulumi-kore";

const supportBot = "st-00000000-0000-5000-8000-000000000001";
const botTester = "0000000000000000000000b3";

export interface TeamArgs {
    /** The addresses of its people. */
    members: string[];
    /** Those of them who have access to the bot builder. */
    builders: string[];
}

/** A team that tests the Support bot. */
export class Team extends pulumi.ComponentResource {
    readonly users: kore.KoreUser[];

    constructor(name: string, { members, builders }: TeamArgs, opts?: pulumi.ComponentResourceOptions) {
        super("example:Team", name, {}, opts);
        this.users = members.map(
            (emailId) =>
                new kore.KoreUser(
                    emailId,
                    {
                        emailId,
                        roles: [{ roleId: botTester, botId: supportBot }],
                        isDeveloper: builders.includes(emailId),
                        reason: `${name} tests the Support bot`,
                    },
                    { parent: this },
                ),
        );
    }
}
