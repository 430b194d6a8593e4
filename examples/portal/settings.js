// What the portal is told by its environment, and its own token, which somebody else keeps current.
import fs from "node:fs";

/** One frozen object; starting without what is required says what is missing. */
export function readSettings(environment = process.env) {
  const missing = ["MOTCUA_CATALOG", "MOTCUA_SUBMISSIONS"].filter((name) => !environment[name]);
  if (missing.length) throw new Error(`set ${missing.join(" and ")}: host:port, as ./motcua up prints them`);
  const listen = environment.PORTAL_LISTEN ?? "127.0.0.1:8090";
  return Object.freeze({
    addresses: {
      catalog: environment.MOTCUA_CATALOG,
      submissions: environment.MOTCUA_SUBMISSIONS,
      ca: environment.MOTCUA_CA,
    },
    listen,
    origin: environment.PORTAL_ORIGIN ?? `http://${listen}`,
    tokenFile: environment.PORTAL_TOKEN_FILE,
  });
}

/** The token in a file, read again whenever the file is another: it lives for hours, the portal for years. */
export function tokenFrom(file) {
  if (!file) throw new Error("set the file that holds the token, such as ./motcua token portal writes");
  let read = { changed: 0, token: "" };
  return () => {
    const changed = fs.statSync(file).mtimeMs;
    if (changed !== read.changed) read = { changed, token: fs.readFileSync(file, "utf8").trim() };
    return read.token;
  };
}
