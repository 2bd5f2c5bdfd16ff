import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { whyNotHad } from "./notHad";

describe("the tests of backends and of languages", () => {
    for (const [said, reason] of [
        ["The S3 server does not run on Windows.", "The S3 server does not run on Windows"],
        ["The S3 server could not be built:\n\nspawn go ENOENT", "there is no Go"],
        ["go: go.mod requires go >= 1.25.0 (running go 1.22.5; GOTOOLCHAIN=local)", "go.mod requires go >= 1.25.0"],
        [
            'example.org/x@v1.8.0: Get "http://127.0.0.1:1/example.org/x/@v/v1.8.0.zip": dial tcp 127.0.0.1:1: connect: connection refused',
            "its Go modules did not come: connection refused",
        ],
        [
            'x@v1.8.0: Get "http://proxy.example.org/x/@v/v1.8.0.zip": dial tcp: lookup proxy.example.org on 10.0.0.1:53: no such host',
            "its Go modules did not come: no such host",
        ],
        [
            "x@v1.8.0: reading http://proxy.example.org/x/@v/v1.8.0.zip: 404 Not Found",
            "its Go modules did not come: 404",
        ],
        ["module lookup disabled by GOPROXY=off", "its Go modules did not come: module lookup disabled"],
        [
            "Python 3.10 or later is needed: python3 was not found, or is older. It said:\n\nspawn python3 ENOENT",
            "Python 3.10 or later is needed",
        ],
        [
            "The virtual environment could not be made. It said:\n\nThe virtual environment was not created successfully because ensurepip is not\navailable.",
            "Python has no ensurepip",
        ],
        [
            "ERROR: Could not find a version that satisfies the requirement semver==3.1.1 (from versions: none)\nERROR: No matching distribution found for semver==3.1.1",
            "the registry did not bring Python's packages",
        ],
        ["PostgreSQL is not packed for linux-s390x.", "PostgreSQL is not packed for linux-s390x"],
        ["PostgreSQL does not start: spawn /x/postgres ENOENT", "PostgreSQL does not start"],
        [
            "npm error code ECONNREFUSED\nnpm error request to http://registry.example.org/x failed",
            "the registry did not bring the tools: ECONNREFUSED",
        ],
    ] as const) {
        it(`are not run, with a word, where it is said: ${said.split("\n").at(-1)}`, () =>
            assert.equal(whyNotHad(said), reason));
    }

    for (const said of [
        "verifying example.org/x@v1.8.0: checksum mismatch\n\nSECURITY ERROR",
        "store.go:3:1: syntax error",
        "npm error code EINTEGRITY",
        "ERROR: Could not find a version that satisfies the requirement semver==9 (from versions: 3.1.1, 3.1.2)",
        "initdb ended with 1:\nno space left on device",
    ])
        it(`fail where something else is wrong: ${said.split("\n").at(-1)}`, () =>
            assert.equal(whyNotHad(said), undefined));
});
