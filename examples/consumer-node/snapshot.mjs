// Live figures asked of metrics over gRPC, as known at a checkpoint's positions.
//
// To start without reading the stream, to go on where the stream cannot be brought to agree with its checkpoint,
// and to look at what stood earlier. Both ways must give the same digest.
import { readFileSync } from "node:fs";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";
import { CHECKPOINT, LIVE, endTick, figure } from "./live.mjs";
import { Away } from "./stream.mjs";

const WITHIN = 30000; // milliseconds
const PAGE = 1000;
// As the stream has it: names of enums, 64-bit integers as strings, nothing left out.
const AS_JSON = { longs: String, enums: String, defaults: true, arrays: true };

// TLS; plain text on this machine alone, or whoever listens in between would have the token.
function credentials(address, ca) {
  const here = /^(127\.0\.0\.1|localhost|\[::1\]):\d+$/.test(address);
  return here && !ca ? grpc.credentials.createInsecure() : grpc.credentials.createSsl(ca ? readFileSync(ca) : null);
}

export class Known {
  // `contracts`: a descriptor set of the .proto files; `token()`: it is valid for a day at most.
  // `ca`: a file of authorities, instead of the system's.
  constructor(address, contracts, token, ca) {
    Object.assign(this, { address, contracts, token, ca });
  }

  // Made when somebody is asked: reading the contracts takes longer than everything else at a start.
  get metrics() {
    const made = () => {
      const set = loader.loadFileDescriptorSetFromBuffer(readFileSync(this.contracts), AS_JSON);
      const { MetricsService } = grpc.loadPackageDefinition(set).motcua.metrics.v1;
      return new MetricsService(this.address, credentials(this.address, this.ca));
    };
    return (this.client ??= made());
  }

  // Of every call: who asks, and until when.
  call() {
    const metadata = new grpc.Metadata();
    metadata.set("authorization", `Bearer ${this.token()}`);
    return [metadata, { deadline: Date.now() + WITHIN }];
  }

  ask(method, request) {
    return new Promise((resolve, reject) => {
      const answered = (failed, answer) =>
        failed ? reject(new Away(`metrics: ${failed.code} ${failed.details}`)) : resolve(answer);
      this.metrics[method](request, ...this.call(), answered);
    });
  }

  // By subject, the figures that have an item, as known at the checkpoint's positions.
  async figures(checkpoint) {
    const { definition, version, positions, month } = checkpoint;
    const question = { definition, version, as_known: positions, ...period(month) };
    const rates = [await this.ask("GetRate", question)];
    const byUnit = { ...question, breakdown: "BREAKDOWN_UNIT", subtrees: true, page_size: PAGE };
    let page_token = "";
    do {
      const page = await this.ask("ListRates", { ...byUnit, page_token });
      rates.push(...page.rates);
      page_token = page.next_page_token;
    } while (page_token);
    const having = rates.filter(({ receipt }) => receipt.considered !== "0").map(camel);
    const subject = ({ receipt }) => `${LIVE}${unitToken(receipt.scope.unit)}.${month}.${definition}`;
    return Object.fromEntries(having.map((rate) => [subject(rate), figure(month, rate)]));
  }

  // Fill an empty store as known at the newest checkpoints. What was sent after the first of them is read from
  // the stream, and then all that comes.
  async start(stream, store, say) {
    const newest = await stream.newest(`${CHECKPOINT}>`);
    for (const message of newest) await this.replace(store, message.json(), say);
    const sequences = newest.map((each) => Number(each.headers.get("Nats-Sequence")));
    if (newest.length) store.update((value) => (value.sequence = Math.min(...sequences) - 1));
    say(`began with ${newest.length} snapshots`);
  }

  // Figures of which the stream lacks something, as known at their checkpoints.
  async reconcile(store, doubtful, say) {
    for (const checkpoint of doubtful) await this.replace(store, checkpoint, say);
  }

  // Take the answer; where it does not agree with the checkpoint, tell us.
  async replace(store, { whole: _, ...checkpoint }, say) {
    const found = await this.figures(checkpoint);
    const { month, definition } = checkpoint;
    store.update((value) => {
      for (const [subject, each] of Object.entries(value.figures))
        if (each.month === month && each.definition === definition) delete value.figures[subject];
      Object.assign(value.figures, found);
      endTick(value, checkpoint);
    });
    if (!store.value.checkpoints[`${month} ${definition}`].whole)
      say(`NOT EQUAL as known at its positions: ${JSON.stringify(checkpoint)}`);
  }
}

// A local month, such as `2026-11`, as a request has it.
function period(name) {
  const [year, month] = name.split("-").map(Number);
  const start_date = { year, month, day: 1 };
  return { start_date, end_date: { year: year + Math.floor(month / 12), month: (month % 12) + 1, day: 1 } };
}

// A unit in a subject: its id, what is not `A-Z a-z 0-9 _ -` as %XX; `all`: the whole tree.
export function unitToken(unit) {
  const id = unit.replace(/^units\//, "");
  if (id === "all") return "%61ll";
  const hex = (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  const token = [...Buffer.from(id)].map((byte) =>
    /[A-Za-z0-9_-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : hex(byte),
  );
  return token.join("") || "all";
}

// Names of fields as JSON has them: `as_of` is `asOf` there; instants are written out.
function camel(value) {
  if (Array.isArray(value)) return value.map(camel);
  if (value === null || typeof value !== "object") return value;
  if ("seconds" in value && "nanos" in value) return new Date(Number(value.seconds) * 1000).toISOString();
  const name = (key) => key.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [name(key), camel(each)]));
}
