// What the consumer made of one stream, and how far it read, in one JSON file.
//
// The file is replaced as a whole, so that a kill at any moment leaves the one before or the one after: what
// was made of the messages and the checkpoint are in it together. For more than some thousand figures take
// a database and write both in one transaction (node:sqlite from Node 22.5 on, as ../consumer-python does).
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

export class Store {
  constructor(path, empty) {
    Object.assign(this, { path, empty });
    this.value = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : empty();
  }

  // Change it in place and keep it, or leave it as it was: `change` has no await.
  update(change) {
    try {
      change(this.value);
    } catch (failed) {
      this.value = existsSync(this.path) ? JSON.parse(readFileSync(this.path, "utf8")) : this.empty();
      throw failed;
    }
    const next = `${this.path}.new`;
    const file = openSync(next, "w", 0o600);
    writeSync(file, JSON.stringify(this.value));
    fsyncSync(file);
    closeSync(file);
    renameSync(next, this.path);
    const folder = openSync(dirname(this.path), "r");
    fsyncSync(folder); // that it has the new name, after a power cut, too
    closeSync(folder);
  }
}
