import assert from "node:assert/strict";
import { unreachable } from "../../review/src/doctor/host";

const settings = {
    baseUrl: "https://platform.kore.ai",
    credentials: { jwt: "" },
    requestsPerMinute: 50,
    requestsPerHour: 1500,
    batchSize: 50,
    requestTimeout: 30,
    readOnly: false,
};

/** Failures that no test on this machine alone can bring about. */
const failures = [
    {
        code: "ENOTFOUND",
        says: "there is no host platform.kore.ai (ENOTFOUND)",
        fix: "Check the spelling of kore:host, and this machine's DNS.",
    },
    {
        code: "EAI_AGAIN",
        says: "the name platform.kore.ai could not be looked up (EAI_AGAIN)",
        fix: "Check this machine's network and DNS.",
    },
    {
        code: "ETIMEDOUT",
        says: "no answer from platform.kore.ai in 10 s (ETIMEDOUT)",
        fix: "Check kore:host, the network, and that no firewall is between.",
    },
    {
        code: "ERR_TLS_CERT_ALTNAME_INVALID",
        says: "the certificate is for another name than platform.kore.ai (ERR_TLS_CERT_ALTNAME_INVALID)",
        fix: "Check the spelling of kore:host.",
    },
    ...[
        "DEPTH_ZERO_SELF_SIGNED_CERT",
        "SELF_SIGNED_CERT_IN_CHAIN",
        "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
        "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
        "CERT_HAS_EXPIRED",
    ].map((code) => ({
        code,
        says: `the certificate of platform.kore.ai is not trusted (${code})`,
        fix: "Let Node.js trust the authority that has signed it: NODE_EXTRA_CA_CERTS=authority.pem (not NODE_TLS_REJECT_UNAUTHORIZED=0, which gives the token to anybody).",
    })),
    {
        code: "",
        says: "the connection to platform.kore.ai broke",
        fix: "Run again; if it stays, check the network, a proxy or a firewall.",
    },
];

describe("kore-access doctor about a host without a connection", () => {
    for (const { code, says, fix } of failures) {
        it(`explains ${code === "" ? "what has no code" : code}`, () => {
            assert.deepEqual(unreachable(settings, { code }, undefined), {
                check: "host",
                status: "problem",
                says,
                fix: [fix, "Where the network has a proxy: HTTPS_PROXY=http://HOST:PORT"],
            });
        });
    }
});
