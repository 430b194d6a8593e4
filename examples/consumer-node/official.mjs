// The stream `metrics`: what was published and revised, every event once and in order.
//
// Its sequence is the event's position (`Motcua-Position`), without gaps, for ever, also after the stream
// was made anew. Position and `ce-id` of the last event are the checkpoint.

const OWN = "motcua.metrics.";
const ABSENT = 600000; // milliseconds for which a stream that is made anew may not reach the checkpoint yet
const GAP = 1000; // until it looks again for a position that is missing

// A message that is none of the stream's events: somebody else writes into it. Do not go on.
export class Foreign extends Error {}
// The log was restored from elsewhere: what was read is not how it goes on.
class Diverged extends Error {}

// `events`: how many of each kind; `moved`: how many items each cause moved. Sums: an event that is applied
// twice would show. `published`: by figure, what was told of it last.
export const empty = () => ({ position: 0, eventId: "", events: {}, moved: {}, published: {} });

// Apply every event, without end.
export async function follow(stream, store, say = console.log) {
  stream.listen(`${OWN}>`);
  let found = Date.now(); // when the stream last held the checkpoint, as far as is known
  for (;;) {
    const { position, eventId } = store.value;
    const messages = await stream.read(position);
    if (messages.length || !position) found = Date.now();
    let events;
    try {
      events = after(messages, position, eventId);
      if (Date.now() - found > ABSENT) throw new Diverged(`the stream ends before position ${position}`);
    } catch (failed) {
      if (!(failed instanceof Diverged)) throw failed;
      say(`${failed.message}: reading from the beginning`);
      store.update((value) => Object.assign(value, empty()));
      continue;
    }
    if (events.length) store.update((value) => events.forEach((each) => apply(value, each)));
    for (const each of events) say(line(each));
    if (!events.length) await (isQuiet(messages, position) ? stream.wait() : pause(GAP));
  }
}

// Whether there is nothing but the checkpoint's own event; else what follows it is missing.
const isQuiet = (messages, position) =>
  messages.every((each) => Number(each.headers.get("Motcua-Position")) === position);

// The events that follow the checkpoint. The first message is the checkpoint's own event, which must be there;
// a position that is missing comes back, so what is behind it waits.
function after(messages, position, eventId) {
  const events = [];
  for (const [number, message] of messages.entries()) {
    const [subject, type, id] = ["Nats-Subject", "ce-type", "ce-id"].map((each) => message.headers.get(each));
    if (!subject.startsWith(OWN) || !type.startsWith(OWN))
      throw new Foreign(`sequence ${message.headers.get("Nats-Sequence")}`);
    const at = Number(message.headers.get("Motcua-Position"));
    if (position && number === 0 && at === position) {
      if (id === eventId) continue;
      throw new Diverged(`position ${at} is another event than the one that was applied`);
    }
    if (at !== position + 1) break;
    events.push({ at, id, kind: type.split(".").at(-1), content: message.json() });
    position = at;
  }
  return events;
}

// What this consumer makes of an event; kinds may be added, and are passed over.
function apply(value, { at, id, kind, content }) {
  value.events[kind] = (value.events[kind] ?? 0) + 1;
  if (kind === "FigurePublished" || kind === "FigureRevised") {
    const { receipt, percent } = content.rate;
    value.published[content.figure] = {
      publication: content.publication,
      unit: receipt.scope.unit, // "": the whole tree
      definition: receipt.definition,
      begins: receipt.period.start,
      revision: content.number ?? 0,
      numerator: receipt.numerator, // 64-bit integers are strings in JSON
      denominator: receipt.denominator,
      percent, // "" where there is no value
      position: at,
    };
  }
  for (const { cause, count } of content.moved ?? [])
    value.moved[cause] = (value.moved[cause] ?? 0) + Number(count);
  Object.assign(value, { position: at, eventId: id });
}

// For people.
function line({ at, kind, content }) {
  if (!content.rate) return `${at} ${kind}`;
  const { scope, definition, numerator, denominator } = content.rate.receipt;
  return `${at} ${kind} ${scope.unit} ${definition} ${numerator} / ${denominator}`;
}

const pause = (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds));
