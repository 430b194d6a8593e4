// The contracts as they stand in proto/, read when the portal starts; and a client of each service.
//
// Of Google's files the contracts need one message, and errors six: they stand below by name and number, so
// that the portal needs no package of all of Google's contracts (npm's google-proto-files, 83 MB). The files
// of google/api/ only annotate fields, which no client has to know.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";
import protobuf from "protobufjs";

const PROTO = process.env.PORTAL_PROTO ?? fileURLToPath(new URL("../../proto", import.meta.url));
const FILES = [
  "google/protobuf/any.proto",
  "google/protobuf/duration.proto",
  "motcua/catalog/v1/catalog.proto",
  "motcua/submissions/v1/attachments.proto",
  "motcua/submissions/v1/dossier_queries.proto",
  "motcua/submissions/v1/drafts.proto",
  "motcua/submissions/v1/filings.proto",
  "motcua/submissions/v1/payments.proto",
  "motcua/submissions/v1/slips.proto",
  "motcua/submissions/v1/submissions.proto",
];
const LISTENING = {
  // A service that is started again is found within seconds, not within gRPC's two minutes.
  "grpc.initial_reconnect_backoff_ms": 200,
  "grpc.max_reconnect_backoff_ms": 2000,
};

const text = (id) => ({ type: "string", id });
const message = (fields, nested) => ({ fields, nested });
const GOOGLE = {
  type: {
    Date: message({
      year: { type: "int32", id: 1 },
      month: { type: "int32", id: 2 },
      day: { type: "int32", id: 3 },
    }),
  },
  rpc: {
    Status: message({
      code: { type: "int32", id: 1 },
      message: text(2),
      details: { rule: "repeated", type: "google.protobuf.Any", id: 3 },
    }),
    ErrorInfo: message({
      reason: text(1),
      domain: text(2),
      metadata: { keyType: "string", type: "string", id: 3 },
    }),
    LocalizedMessage: message({ locale: text(1), message: text(2) }),
    BadRequest: message(
      { field_violations: { rule: "repeated", type: "FieldViolation", id: 1 } },
      {
        FieldViolation: message({
          field: text(1),
          description: text(2),
          reason: text(3),
          localized_message: { type: "LocalizedMessage", id: 4 },
        }),
      },
    ),
    RetryInfo: message({ retry_delay: { type: "google.protobuf.Duration", id: 1 } }),
    RequestInfo: message({ request_id: text(1) }),
  },
};

function read() {
  const root = new protobuf.Root();
  const own = (file) => path.join(PROTO, file);
  root.resolvePath = (_, file) => {
    if (/^google\/(api|rpc|type)\//.test(file)) return null;
    return fs.existsSync(own(file)) ? own(file) : file; // google/protobuf/ comes with protobufjs
  };
  const google = Object.entries(GOOGLE).map(([name, nested]) => [name, { nested }]);
  root.addJSON({ google: { nested: Object.fromEntries(google) } });
  root.loadSync(FILES, { keepCase: true });
  return root.resolveAll();
}

// Names as in the contracts; 64-bit numbers and enumerations as text, as in protobuf's JSON.
const SHAPE = { keepCase: true, longs: String, enums: String, defaults: true, arrays: true };
const contracts = grpc.loadPackageDefinition(loader.fromJSON(read().toJSON({ keepComments: false }), SHAPE));

/** A message of google.rpc, such as `ErrorInfo`, from its bytes. */
export const decodeDetail = (name, bytes) => contracts.google.rpc[name].deserialize(bytes);

/** Whether it is a message of google.rpc that errors carry. */
export const isDetail = (name) => name in contracts.google.rpc;

/** A client of each service of the contracts that the portal uses, over one connection to each server. */
export function connect({ catalog, submissions, ca }) {
  const to = { catalog, submissions };
  const found = {};
  for (const [name, address] of Object.entries(to)) {
    for (const [service, Client] of Object.entries(contracts.motcua[name].v1)) {
      if (service.endsWith("Service") && Client.service) {
        found[service] = new Client(address, credentials(address, ca), LISTENING);
      }
    }
  }
  return found;
}

/** TLS; plain text on this machine alone, or whoever listens in between would have the token. */
function credentials(address, ca) {
  const here = /^(127\.0\.0\.1|localhost|\[::1\]):\d+$/.test(address);
  return here && !ca ? grpc.credentials.createInsecure() : grpc.credentials.createSsl(ca ? fs.readFileSync(ca) : null);
}
