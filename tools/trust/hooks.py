"""Puts addresses and ids of the fuzzed account in the place of generated texts: by chance hardly a request would be about somebody."""

import json
import os
import zlib

import schemathesis

KNOWN = json.loads(os.environ["KORE_FUZZ_KNOWN"])


@schemathesis.hook
def map_body(context, body):
    return told(body)


def told(value, key=None):
    if isinstance(value, dict):
        return {name: told(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [told(each, key) for each in value]
    # Another text is as right or wrong as the first one, but where only some words are right.
    if not isinstance(value, str) or key == "status":
        return value
    number = zlib.crc32(value.encode("utf-8", "surrogatepass"))
    fitting = KNOWN.get(key)
    return fitting[number // 8 % len(fitting)] if fitting and number % 8 != 1 else value
