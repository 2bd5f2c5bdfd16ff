import * as pulumi from "@pulumi/pulumi";
import * as kore from "pulumi-kore";

/** The provider instance of an account, from settings of its own: `eu:host`, `eu:clientId`, `eu:clientSecret`. */
function instance(name: string): kore.Provider {
    const settings = new pulumi.Config(name);
    return new kore.Provider(name, {
        host: settings.require("host"),
        clientId: settings.require("clientId"),
        clientSecret: settings.requireSecret("clientSecret"),
    });
}

// Each account has ids of its own. Emulated accounts all have these.
export const accounts = {
    eu: {
        provider: instance("eu"),
        supportDeveloper: { roleId: "0000000000000000000000b2", botId: "st-00000000-0000-5000-8000-000000000001" },
    },
    us: {
        provider: instance("us"),
        supportDeveloper: { roleId: "0000000000000000000000b2", botId: "st-00000000-0000-5000-8000-000000000001" },
    },
};

export type AccountName = keyof typeof accounts;
