import assert from "node:assert/strict";
import fc from "fast-check";
import * as v from "valibot";
import { isAddress } from "../../../emulator/src/addresses";
import { isEmailAddress, notAnAddress } from "../../../provider/api/email";
import { email } from "../../../provider/schema/inputs";
import { row, trial } from "./support";

const taken = [
    "ada@example.com",
    "Ada.Lovelace@Example.COM",
    "o'neil@example.com",
    "a.da+builder@mail.example.co.uk",
    "ada@xn--bcher-kva.example",
    "ada@example.xn--p1ai",
    "a&b/c=d?e^f`{g|h}~@example.com",
];
const refused = [
    "",
    "ada",
    "ada@",
    "@example.com",
    "ada@@example.com",
    "ada@localhost",
    "ada lovelace@example.com",
    "Ada <ada@example.com>",
    "ada@example.com.",
    "ada@-example.com",
    "ada@example.c",
    "ada@example.1com",
    "àda@example.com",
    "ada@exàmple.com",
];

describe("a text that is no address", () => {
    for (const [why, address, said] of [
        ["as it is", "ada@localhost", '"ada@localhost" is not an e-mail address'],
        [
            "with a character that can't be seen spelt out",
            "ad\u200ba@example.com",
            '"ad\\u200ba@example.com" is not an e-mail address: it has U+200B, where only ASCII is taken (a domain of other letters in Punycode)',
        ],
        [
            "with letters that look like others spelt out",
            "\u0430d\u0430@exàmple.com",
            '"\u0430d\u0430@exàmple.com" is not an e-mail address: it has U+0430, U+00E0, where only ASCII is taken (a domain of other letters in Punycode)',
        ],
    ] as const) {
        it(`is shown ${why}`, () => {
            assert.equal(isEmailAddress(address), false);
            assert.equal(notAnAddress(address), said);
            assert.deepEqual(
                v.safeParse(email, address).issues?.map(({ message }) => message),
                [said],
            );
        });
    }
});

describe("addresses", () => {
    const t = trial();

    it("are taken and refused in the form that the provider takes and refuses", () => {
        for (const address of taken) {
            assert.deepEqual([isAddress(address), v.is(email, address)], [true, true], address);
        }
        for (const address of refused) {
            assert.deepEqual([isAddress(address), v.is(email, address)], [false, false], address);
        }
        const piece = fc.constantFrom(...".@-'+ aZ1_é".split(""), "xn--", "com", "ada", "example");
        const nearly = fc.array(piece, { minLength: 1, maxLength: 9 }).map((pieces) => pieces.join("").trim());
        fc.assert(
            fc.property(nearly, (address) => isAddress(address) === v.is(email, address)),
            { numRuns: 5000 },
        );
    });

    it("that are taken are created, found and listed; others are failure rows", async () => {
        assert.equal((await t.call("POST users", { users: taken.map((address) => row(address)) })).status, 200);
        assert.doesNotMatch(JSON.stringify(await t.look(...taken)), /failure/);
        const { body } = await t.call("POST users", { users: refused.map((address) => row(address)) });
        assert.equal([...JSON.stringify(body).matchAll(/"Invalid emailId"/g)].length, refused.length);
        t.account.addPerson({ emailId: "conor.o'brien@example.com" });
        assert.throws(() => t.account.addPerson({ emailId: "conor@localhost" }), /This is no e-mail address/);
    });
});
