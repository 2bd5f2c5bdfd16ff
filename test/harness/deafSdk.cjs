// @ts-check
"use strict";

// Preloaded into a provider's process: the SDK's messages can't be changed there, as in a release of it that is not as expected.
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");
Object.freeze(Empty);
