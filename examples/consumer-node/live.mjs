// The stream `figures`: each figure as it stands, and checkpoints that show whether one is missing.
//
// The stream keeps the last message of each subject. Whoever reads it from its beginning has every figure
// once; whoever goes on from the last sequence read has each that changed since. Sequences have holes, so a
// loss is not noticed by counting, but by the digest of a checkpoint.
import { createHash } from "node:crypto";

export const LIVE = "motcua.figures.live.";
export const CHECKPOINT = "motcua.figures.checkpoint.";

// `figures`: by subject; `checkpoints`: the last of each month and definition, and whether `figures` has all of it.
export const empty = () => ({ created: "", sequence: 0, figures: {}, checkpoints: {} });

// SHA-256 over the lines, sorted as bytes.
export function sha256(lines) {
  const sorted = lines.map((line) => Buffer.from(line)).sort(Buffer.compare);
  return createHash("sha256").update(Buffer.concat(sorted)).digest("hex");
}

// Of a month's and definition's figures: over the lines `subject TAB digest LF`.
export const digestOf = (digests) =>
  sha256(Object.entries(digests).map(([subject, digest]) => `${subject}\t${digest}\n`));

// Keep every figure as it stands, without end; `known`: who can be asked about figures as known at a checkpoint's
// positions (snapshot.mjs).
export async function follow(stream, store, { known, say = console.log } = {}) {
  stream.listen(`${CHECKPOINT}>`);
  let [begin, reread, settled] = [true, false, new Set()];
  for (;;) {
    const { created } = await stream.info();
    if (created !== store.value.created) {
      store.update((value) => Object.assign(value, empty(), { created })); // made anew: no loss, it has all
      if (known && begin) await known.start(stream, store, say);
    }
    begin = false;
    const messages = await stream.read(store.value.sequence + 1);
    if (messages.length) {
      store.update((value) => messages.forEach((each) => take(value, each)));
      continue;
    }
    const doubtful = Object.values(store.value.checkpoints).filter((each) => !each.whole);
    if (reread) {
      // it was read from its beginning, and lacks these
      if (known) await known.reconcile(store, doubtful, say);
      [reread, settled] = [false, new Set(doubtful.map(nameOf))];
    } else if (doubtful.some((each) => !settled.has(nameOf(each)))) {
      say(`${doubtful.length} checkpoints are not met: reading from the beginning`);
      store.update((value) => Object.assign(value, empty(), { created }));
      reread = true;
    } else await stream.wait();
  }
}

// What tells a checkpoint from every other one.
const nameOf = ({ month, definition, digest }) => `${month} ${definition} ${digest}`;

// A figure, or the checkpoint that ends a tick, and the sequence.
function take(value, message) {
  const subject = message.headers.get("Nats-Subject");
  const content = message.json();
  if (subject.startsWith(LIVE)) value.figures[subject] = figure(content.month, content.rate);
  else if (subject.startsWith(CHECKPOINT)) endTick(value, content);
  value.sequence = Number(message.headers.get("Nats-Sequence"));
}

// What is kept of it. Without items it has no line in a digest.
export const figure = (month, { receipt }) => ({
  month,
  definition: receipt.definition,
  digest: receipt.considered === "0" ? "" : receipt.digest,
  receipt,
});

// The digests of a month's and definition's figures that have an item, by subject.
function digests(value, { month, definition }) {
  const of = ([, each]) => each.month === month && each.definition === definition && each.digest;
  const found = Object.entries(value.figures).filter(of);
  return Object.fromEntries(found.map(([subject, each]) => [subject, each.digest]));
}

// Keep a checkpoint, and whether the figures here are all of it.
export function endTick(value, checkpoint) {
  const whole = digestOf(digests(value, checkpoint)) === checkpoint.digest;
  value.checkpoints[`${checkpoint.month} ${checkpoint.definition}`] = { ...checkpoint, whole };
}
