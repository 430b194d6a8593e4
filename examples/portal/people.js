// Who is signed in, and which dossiers are whose. The services know neither: both are the portal's.
import { randomBytes } from "node:crypto";
import fs from "node:fs";

// Nobody real. A real portal has the subject of its identity provider here, and looks names up there.
export const PERSONS = [
  { id: "test-1", name: "Nguyễn Thị Thử" },
  { id: "test-2", name: "Trần Văn Mẫu" },
  { id: "test-3", name: "Lê Hoàng Ví Dụ" },
];
const LASTS = 8 * 3600_000; // milliseconds without a request

/** Sessions in memory, by a cookie that says nothing. */
export class Sessions {
  #known = new Map();

  of(cookie) {
    const id = /(?:^|; )session=([\w-]{43})(?:;|$)/.exec(cookie ?? "")?.[1];
    const session = this.#known.get(id);
    if (!session || session.until < Date.now()) return undefined;
    session.until = Date.now() + LASTS;
    return session;
  }

  /** A new one, also for who signs in anew: an id from before is never kept. */
  begin(person) {
    for (const [id, { until }] of this.#known) if (until < Date.now()) this.#known.delete(id);
    const id = randomBytes(32).toString("base64url");
    // secrets: by dossier, as they were answered; proofs: by number, as the visitor gave them
    const session = { id, person, until: Date.now() + LASTS, secrets: new Map(), proofs: new Map() };
    this.#known.set(id, session);
    return session;
  }

  end(session) {
    this.#known.delete(session?.id);
  }
}

/** Which dossiers each citizen filed here: lines of a file, with pseudonyms and names of resources alone. */
export class Filings {
  #file;
  #of = new Map();

  constructor(file) {
    this.#file = file;
    const lines = fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n") : [];
    for (const line of lines.filter(Boolean)) this.#take(JSON.parse(line));
  }

  /** Keep one, however often it is told. */
  add(filing) {
    if (this.has(filing)) return;
    fs.appendFileSync(this.#file, `${JSON.stringify(filing)}\n`, { flush: true });
    this.#take(filing);
  }

  has({ holder, dossier }) {
    return this.of(holder).some((each) => each.dossier === dossier);
  }

  of(holder) {
    return this.#of.get(holder) ?? [];
  }

  #take(filing) {
    this.#of.set(filing.holder, [filing, ...this.of(filing.holder)]);
  }
}
