import type { BinaryReader } from "google-protobuf";

/** The reader of the SDK's own copy of google-protobuf. */
export type Reader = typeof BinaryReader;

/**
 * Reads the answer of an invoke (pulumirpc.InvokeResponse) into plain values, as its own class and then toJavaScript would. Those make three
 * objects of each value, which for the state of a stack of a thousand people took a tenth of the program's time.
 */
export function invokeAnswerOf(bytes: Uint8Array, Reader: Reader): unknown {
    const reader = new Reader(bytes);
    let answer: unknown;
    eachField(reader, () => {
        if (reader.getFieldNumber() === 1) answer = message(reader, structOf);
        else reader.skipField();
    });
    return answer;
}

// google.protobuf.Struct: its fields are entries of a map.
function structOf(reader: BinaryReader): Record<string, unknown> {
    const fields: [string, unknown][] = [];
    eachField(reader, () => fields.push(message(reader, entryOf)));
    return Object.fromEntries(fields);
}

function entryOf(reader: BinaryReader): [string, unknown] {
    let key = "";
    let value: unknown = null;
    eachField(reader, () => {
        if (reader.getFieldNumber() === 1) key = reader.readString();
        else value = message(reader, valueOf);
    });
    return [key, value];
}

// google.protobuf.Value: one of these fields.
function valueOf(reader: BinaryReader): unknown {
    let value: unknown = null;
    eachField(reader, () => {
        value = readValue(reader);
    });
    return value;
}

function readValue(reader: BinaryReader): unknown {
    switch (reader.getFieldNumber()) {
        case 2:
            return reader.readDouble();
        case 3:
            return reader.readString();
        case 4:
            return reader.readBool();
        case 5:
            return message(reader, structOf);
        case 6:
            return message(reader, listOf);
        default:
            reader.skipField();
            return null;
    }
}

function listOf(reader: BinaryReader): unknown[] {
    const values: unknown[] = [];
    eachField(reader, () => values.push(message(reader, valueOf)));
    return values;
}

function eachField(reader: BinaryReader, read: () => void): void {
    while (reader.nextField() && !reader.isEndGroup()) read();
}

/** What is in a message that stands in another one. */
function message<T>(reader: BinaryReader, read: (reader: BinaryReader) => T): T {
    let found: { value: T } | undefined;
    // The message is handed to the function alone, which has no use for it.
    reader.readMessage({}, () => {
        found = { value: read(reader) };
    });
    if (found === undefined) throw new Error("a message without content");
    return found.value;
}
