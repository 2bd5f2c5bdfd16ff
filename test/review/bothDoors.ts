import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { kindNames, kinds, nativeToken, typeToken } from "../../provider/model/kinds";
import { pluginPlace } from "../harness/repository";
import { Stack, type Declared } from "../harness/stack";

/** A resource of a scenario's program; `native`: the plugin serves it, as in a program of another language. */
export interface Resource extends Declared {
    native?: true;
}

// What an SDK of the plugin makes its classes of; the alias is that of its schema.
const natives = kindNames.map((kind) => ({
    name: `Native${kind}`,
    token: nativeToken(kind),
    places: kinds[kind].outputs,
    aliases: [{ type: typeToken(kind) }],
}));

const classes = `{
    const { CustomResource, ProviderResource } = require("@pulumi/pulumi");
    const kore = require("pulumi-kore");
    for (const { name: className, token, places, aliases } of ${JSON.stringify(natives)})
        kore[className] = class extends CustomResource {
            constructor(name, args, opts) {
                const outputs = Object.fromEntries(places.map((place) => [place, undefined]));
                super(token, name, { ...outputs, ...args }, { aliases, ...opts });
            }
        };
    kore.NativeProvider = class extends ProviderResource {
        constructor(name, args, opts) {
            super("kore", name, args, opts);
        }
    };
}
`;

/** Lets a stack's program make what is `native` as well. */
export function openBothDoors(stack: Stack): void {
    const project = path.join(stack.folder, "Pulumi.yaml");
    writeFileSync(project, `${readFileSync(project, "utf8")}${pluginPlace}`);
    stack.write(`${classes}${Stack.program}`);
}

/** The resource by the class that the program of both doors has for it. */
export function byDoor({ native, ...declared }: Resource): Declared {
    return native ? { ...declared, type: `Native${declared.type}` as Declared["type"] } : declared;
}
