// Who is signed in, which is the portal's to know; services are told a pseudonym.
import { randomBytes } from "node:crypto";

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
