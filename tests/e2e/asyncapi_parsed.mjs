// Reads an AsyncAPI document as programs of others do: with AsyncAPI's own parser, and its parser of
// protobuf schemas. Prints every diagnostic, and how many messages were understood.
import { readFileSync } from "node:fs";
import asyncapi from "@asyncapi/parser";
import { ProtoBuffSchemaParser } from "@asyncapi/protobuf-schema-parser";

const typeOf = (payload) => (payload?.schema ?? payload)?.type;
const parser = new asyncapi.Parser();
parser.registerSchemaParser(ProtoBuffSchemaParser());
const { document, diagnostics } = await parser.parse(readFileSync(process.argv[2], "utf8"));
const messages = document ? document.allMessages().all() : [];
console.log(
  JSON.stringify({
    diagnostics: diagnostics.map(({ severity, code, message, path }) => ({
      severity,
      code,
      message,
      path,
    })),
    messages: messages.map((each) => each.name()).filter(Boolean),
    payloads: messages.filter((each) => typeOf(each.json().payload) === "object").length,
  }),
);
