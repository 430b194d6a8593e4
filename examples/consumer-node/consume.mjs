// A consumer of Motcua's figures: keeps what was published, and live figures, each in a JSON file.
//
//     NATS_URL_FILE=statistics.url node consume.mjs
//
// Ends only when it is stopped; killed at any moment and started again it loses and doubles nothing.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as live from "./live.mjs";
import * as official from "./official.mjs";
import { Store } from "./store.mjs";
import { Stream, connect } from "./stream.mjs";

const PAUSE = 1000; // milliseconds before it begins again
// What no other attempt mends: a mistake in here, or a stream that somebody else writes into.
const FATAL = [TypeError, ReferenceError, RangeError, SyntaxError, official.Foreign];
const env = process.env;

// The file of what was published (`official`), or of live figures (`live`).
export const store = (name) =>
  new Store(`${env.STATE ?? "figures"}.${name}.json`, { official, live }[name].empty);

// Whom to ask as known at a checkpoint; undefined: nobody, the stream must do.
export async function known() {
  if (!env.METRICS) return undefined;
  const { Known } = await import("./snapshot.mjs"); // needs @grpc/grpc-js and @grpc/proto-loader
  const contracts = env.CONTRACTS ?? fileURLToPath(new URL("../../proto/baseline.binpb", import.meta.url));
  return new Known(env.METRICS, contracts, () => readFileSync(env.TOKEN_FILE, "utf8").trim(), env.CA);
}

// One connection, until it ends; throws what ended it.
async function once(stores, asked) {
  const client = await connect(readFileSync(env.NATS_URL_FILE, "utf8").trim()); // anew after a rotation
  const streams = ["metrics", "figures"].map((name) => new Stream(client, name));
  const closed = client.closed().then((failed) => {
    streams.forEach((each) => each.call()); // whoever waits looks, and finds it closed
    throw failed ?? new Error("the connection was closed");
  });
  const following = [
    official.follow(streams[0], stores.official),
    live.follow(streams[1], stores.live, { known: asked }),
  ];
  try {
    await Promise.race([closed, ...following]);
  } finally {
    closed.catch(() => {});
    await client.close();
    await Promise.allSettled(following); // so that nothing of this connection writes beside the next one
  }
}

async function main() {
  const stores = { official: store("official"), live: store("live") };
  const asked = await known();
  for (;;) {
    try {
      await once(stores, asked);
    } catch (failed) {
      if (FATAL.some((each) => failed instanceof each)) throw failed;
      console.log("begins again:", String(failed));
    }
    await new Promise((wake) => setTimeout(wake, PAUSE));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
