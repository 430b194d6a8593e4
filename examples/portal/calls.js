// One call to a service: with a deadline, repeated while that is safe, and its refusal in words.
//
// A request that is repeated stays the same to the byte, with its request_id: the service does it once.
import { AsyncLocalStorage } from "node:async_hooks";
import { decodeDetail, isDetail } from "./contracts.js";
import grpc from "@grpc/grpc-js";

const CALL_TAKES = 10_000; // milliseconds, of one attempt
const PATIENCE = 45_000; // of all attempts, for which a citizen waits
const REPEATED = new Set([grpc.status.UNAVAILABLE, grpc.status.DEADLINE_EXCEEDED]);

/** What a service refused: `reason` to decide by, `text` to show, and the fields at fault. */
export class Refused extends Error {
  constructor(failed) {
    const details = detailsOf(failed);
    const info = details.find(([name]) => name === "ErrorInfo")?.[1];
    super(`${grpc.status[failed.code]} ${info?.reason ?? ""}`); // names nobody, so it may be logged
    this.code = failed.code;
    this.reason = info?.reason ?? grpc.status[failed.code];
    this.values = info?.metadata ?? {};
    this.text = Object.fromEntries(of(details, "LocalizedMessage").map((each) => [each.locale, each.message]));
    this.fields = of(details, "BadRequest").flatMap((each) => each.field_violations.map(violation));
    this.call = of(details, "RequestInfo")[0]?.request_id ?? ""; // tell it to the operators
    this.delay = delayOf(of(details, "RetryInfo")[0]);
  }

  /** Whether the same request may succeed later. */
  get passes() {
    return REPEATED.has(this.code) || this.delay !== undefined;
  }
}

const of = (details, name) => details.filter(([each]) => each === name).map(([, detail]) => detail);

const violation = (each) => ({
  field: each.field,
  reason: each.reason,
  text: { en: each.description, vi: each.localized_message?.message || each.description },
});

const delayOf = (retry) =>
  retry && Number(retry.retry_delay?.seconds ?? 0) * 1000 + (retry.retry_delay?.nanos ?? 0) / 1e6;

function detailsOf(failed) {
  const [packed] = failed.metadata?.get("grpc-status-details-bin") ?? [];
  if (!packed) return []; // such as of a broken connection
  return decodeDetail("Status", packed)
    .details.map(({ type_url, value }) => [type_url.split("google.rpc.")[1], value])
    .filter(([name]) => isDetail(name))
    .map(([name, value]) => [name, decodeDetail(name, value)]);
}

/** The answer of a method with one request and one answer. */
export async function call(client, method, request, token) {
  const until = Date.now() + PATIENCE;
  for (let attempt = 0; ; attempt++) {
    try {
      return await once(client, method, request, token);
    } catch (failed) {
      // A little later by chance, never sooner: before the time given it would be refused again.
      const pause = (failed.delay ?? 80 * 2 ** Math.min(attempt, 5)) * (1 + Math.random() * 0.5);
      if (!failed.passes || Date.now() + pause > until) throw failed;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

function once(client, method, request, token) {
  return new Promise((resolve, reject) => {
    const answered = (failed, answer) => (failed ? reject(new Refused(failed)) : resolve(answer));
    client[method](request, bearer(token), { deadline: Date.now() + CALL_TAKES }, answered);
  });
}

/** Whose page is being made: whatever is called meanwhile is called for that address. */
export const visitor = new AsyncLocalStorage();

/** The metadata of a caller, who says for whom he asks, so that wrong numbers and secrets count for that visitor alone. */
export function bearer(token) {
  const metadata = new grpc.Metadata();
  if (token) metadata.set("authorization", `Bearer ${token}`);
  if (visitor.getStore()) metadata.set("motcua-visitor", visitor.getStore());
  return metadata;
}
