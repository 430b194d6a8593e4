// A stream on NATS as a reader sees it: its state, its messages from a sequence on, a call to look.
//
// A reader makes no consumers. Every message that is taken was asked for with batched DIRECT.GET, so
// nothing comes faster than it is read, and where to go on is known to the reader alone.
import { connect as connectTo, createInbox } from "@nats-io/transport-node";

const BATCH = 500;
const ANSWERS_WITHIN = 5000; // milliseconds
const LOOKS_EVERY = 60000; // without a call; it costs one request

// NATS or the stream does not answer now: try again.
export class Away extends Error {}

export class Stream {
  constructor(client, name) {
    Object.assign(this, { client, name, api: `JS.${name}.API` });
    this.called = false;
    this.wake = () => {};
  }

  // Take what is sent there as a call to look. What is heard is not yet what is kept: a batch that the
  // stream refuses is heard, too, and what comes while nobody listens is not.
  listen(subject) {
    this.client.subscribe(subject, { callback: () => this.call() });
  }

  call() {
    this.called = true;
    this.wake();
  }

  // Until there may be something new, or a while has passed.
  async wait(longest = LOOKS_EVERY) {
    if (!this.called) {
      let timer;
      await new Promise((wake) => {
        this.wake = wake;
        timer = setTimeout(wake, longest);
      });
      clearTimeout(timer);
    }
    this.called = false;
  }

  // STREAM.INFO: `created`, and `state` with `first_seq`, `last_seq`, `messages`.
  async info() {
    const subject = `${this.api}.STREAM.INFO.${this.name}`;
    const found = (await this.client.request(subject, "", { timeout: ANSWERS_WITHIN })).json();
    if (found.error) throw new Away(`${this.name}: ${found.error.description}`); // it is being made, say
    return found;
  }

  // Up to BATCH messages that it holds from a sequence on; none where there is nothing.
  read(sequence) {
    return this.get({ seq: Math.max(sequence, 1), batch: BATCH });
  }

  // The last message of each subject that fits.
  newest(subject) {
    return this.get({ multi_last: [subject], batch: 1000 });
  }

  // The answers to one DIRECT.GET; where one was lost on the way, those before it.
  async get(request) {
    const inbox = createInbox();
    const found = [];
    let before = 0;
    const answers = this.client.subscribe(inbox);
    const late = setTimeout(() => answers.unsubscribe(), ANSWERS_WITHIN);
    this.client.publish(`${this.api}.DIRECT.GET.${this.name}`, JSON.stringify(request), { reply: inbox });
    try {
      for await (const message of answers) {
        const status = message.headers.code;
        if (status === 204 || status === 404) return found; // the end; nothing there
        if (status) throw new Away(`${this.name}: ${status} ${message.headers.description}`);
        if (Number(message.headers.get("Nats-Last-Sequence")) !== before) return found;
        before = Number(message.headers.get("Nats-Sequence"));
        found.push(message);
      }
    } finally {
      clearTimeout(late);
      answers.unsubscribe();
    }
    if (!found.length) throw new Away(`no messages of ${this.name}`);
    return found;
  }
}

// One connection, which is not made again: whoever notices its end begins again at the checkpoint, as
// after a start, with the address as it is by then. So there is one way to go on.
export async function connect(address) {
  const nodes = address.split(",").map((each) => new URL(each)); // of a cluster, all of them
  const [{ protocol, username, password }] = nodes;
  const client = await connectTo({
    servers: nodes.map(({ host }) => host),
    user: decodeURIComponent(username),
    pass: decodeURIComponent(password),
    // With this a server that announces no TLS gets no password.
    ...(protocol === "tls:" ? { tls: process.env.CA ? { caFile: process.env.CA } : {} } : {}),
    reconnect: false,
    timeout: 5000,
    pingInterval: 10000,
    maxPingOut: 2,
  });
  tell(client);
  return client;
}

// What the server said against it, such as `Permissions Violation`.
async function tell(client) {
  for await (const { error } of client.status()) if (error) console.log("nats:", String(error));
}
