import assert from "node:assert/strict";
import type { Kind } from "../../provider/model/kinds";
import { CallFailed, type Properties, type ProviderProcess } from "./providerProcess";

/** The property `__provider` of each resource. */
export const providerLines = {
    KoreUser: 'exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-kore/provider").koreUser',
    KoreUsers:
        'exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-kore/provider").koreUsers',
    KoreUserAccess:
        'exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-kore/provider").koreUserAccess',
} satisfies Record<Kind, string>;

/** What a run did with a resource. */
export type Step = "create" | "update" | "replace" | "same";

/** One resource in the hands of a minimal engine: the calls of an update, a refresh and a destroy, in the real engine's order. */
export class Managed {
    id: string | undefined;
    outputs: Properties = {};
    inputs: Properties = {};
    /** Whether the last step failed half-way: the engine updates such a resource even where diff finds nothing. */
    private partial = false;
    /** What the next update that succeeds deletes: its replacement was not made whole. */
    private replaced: { id: string; outputs: Properties } | undefined;

    constructor(
        private readonly provider: ProviderProcess,
        private readonly type: keyof typeof providerLines,
    ) {}

    /** What `pulumi up` does with the resource; a partial failure is kept, as the engine does, and thrown on. */
    async up(args: Properties): Promise<Step> {
        const news = { ...args, __provider: providerLines[this.type] };
        const { inputs, failures } = await this.provider.check(news, this.inputs);
        assert.deepEqual(failures, []);
        if (this.id === undefined) {
            await this.keepingPartial(inputs, async () => {
                const created = await this.provider.create(inputs);
                this.keep(created.id, inputs, created.properties);
            });
            return "create";
        }
        const { id } = this;
        const { changes, replaces } = await this.provider.diff(id, this.outputs, inputs);
        if (replaces.length > 0) {
            this.replaced = { id, outputs: this.outputs };
            await this.keepingPartial(inputs, async () => {
                const created = await this.provider.create(inputs);
                this.keep(created.id, inputs, created.properties);
            });
            await this.deleteReplaced();
            return "replace";
        }
        if (!changes && !this.partial) return "same";
        await this.keepingPartial(inputs, async () =>
            this.keep(id, inputs, await this.provider.update(id, this.outputs, inputs)),
        );
        await this.deleteReplaced();
        return "update";
    }

    private async deleteReplaced(): Promise<void> {
        const { replaced } = this;
        if (replaced === undefined) return;
        await this.provider.delete(replaced.id, replaced.outputs);
        this.replaced = undefined;
    }

    /** What `pulumi preview` says. */
    async preview(args: Properties): Promise<Step> {
        const { inputs, failures } = await this.provider.check(
            { ...args, __provider: providerLines[this.type] },
            this.inputs,
        );
        assert.deepEqual(failures, []);
        if (this.id === undefined) return "create";
        const { changes, replaces } = await this.provider.diff(this.id, this.outputs, inputs);
        return replaces.length > 0 ? "replace" : changes ? "update" : "same";
    }

    /** What `pulumi refresh` does; whether the resource is still there. */
    async refresh(): Promise<boolean> {
        assert.ok(this.id !== undefined);
        const { id, properties, inputs } = await this.provider.read(this.id, this.outputs);
        if (id === "") this.id = undefined;
        else this.keep(id, inputs, properties);
        return id !== "";
    }

    /** What `pulumi destroy` does; `inRun` is the end of an update whose program no longer has the resource. */
    async destroy(options?: { inRun: boolean }): Promise<void> {
        assert.ok(this.id !== undefined);
        await this.provider.delete(this.id, this.outputs, options);
        this.id = undefined;
    }

    private async keepingPartial(inputs: Properties, step: () => Promise<void>): Promise<void> {
        try {
            await step();
        } catch (error) {
            if (error instanceof CallFailed && error.id !== undefined && error.properties !== undefined) {
                this.keep(error.id, inputs, error.properties);
                this.partial = true;
            }
            throw error;
        }
    }

    private keep(id: string, inputs: Properties, outputs: Properties): void {
        this.id = id;
        this.inputs = inputs;
        this.outputs = outputs;
        this.partial = false;
    }
}
