import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { hostSettingOf } from "../../../../provider/model/host";

const cloud = "https://platform.kore.ai";
const local = "http://127.0.0.1:4010";
const ofOwnNetwork = "http://kore.example.internal:8080";

describe("the setting that leads to the account of a state", () => {
    const told: [account: string, now: string, setting: string | undefined][] = [
        ["eu-platform.kore.ai", cloud, "eu-platform.kore.ai"],
        ["platform.kore.ai", local, "platform.kore.ai"],
        ["127.0.0.1:24020", cloud, "http://127.0.0.1:24020"],
        ["localhost", cloud, "http://localhost"],
        ["localhost:4010", local, "http://localhost:4010"],
        ["kore.localhost:4010", cloud, "http://kore.localhost:4010"],
        ["[::1]:4010", cloud, "http://[::1]:4010"],
        ["127.example.com", cloud, "127.example.com"],
        // kore:plainHttp, without which the settings would be refused.
        ["other.example.internal:8080", ofOwnNetwork, "http://other.example.internal:8080"],
        ["x$(id)", cloud, undefined],
        ["x;id", local, undefined],
        ["x y", ofOwnNetwork, undefined],
        ["`id`", cloud, undefined],
        ["x\nid", cloud, undefined],
        ["--stack", cloud, undefined],
        ["", cloud, undefined],
    ];
    for (const [account, now, setting] of told)
        it(`of ${JSON.stringify(account)}, where it leads to ${now}, is ${setting ?? "none"}`, () =>
            assert.equal(hostSettingOf(account, now), setting));
});
