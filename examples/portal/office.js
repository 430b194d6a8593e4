// Plays the office, so that the portal has something to show: node office.js prepare | accept N | finish N
//
// No part of a portal. N is the number or the name of a dossier. The token has the roles editor and officer.
import fs from "node:fs";
import { createHash } from "node:crypto";
import { call } from "./calls.js";
import { connect } from "./contracts.js";
import { readSettings, tokenFrom } from "./settings.js";

const UNIT = "units/phuong-mau";
const SERVICE = "services/khai-sinh-mau";
const OFFICER = process.env.OFFICE_OFFICER ?? "can-bo-1"; // the subject of the token
const LEVEL_4 = [
  "INFO_STEPS", "INFO_DOCUMENTS", "INFO_DEADLINE", "INFO_AUTHORITY", "INFO_FEES", "INFO_RESULT",
  "INFO_LEGAL_BASIS", "FORMS_DOWNLOAD", "FILE_OFFLINE", "FORMS_ONLINE", "FILE_ONLINE", "HANDLE_ONLINE",
  "PAY_ONLINE", "RESULT_ONLINE",
];
const { addresses } = readSettings();
const clients = connect(addresses);
const token = tokenFrom(process.env.OFFICE_TOKEN_FILE);
const send = (service, method, request) =>
  call(clients[service], method, { request_id: idOf(method, request), ...request }, token());
const text = (vi, en) => ({ vi, en });
const last = (name) => name.split("/").at(-1);

// The same command has the same id, so that doing it again does nothing.
function idOf(...command) {
  const hex = createHash("sha256").update(JSON.stringify(command)).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function prepare() {
  const unit = { kind: "ward", display_name: text("Phường Mẫu", "Sample ward") };
  await send("CatalogService", "OpenUnit", { unit_id: last(UNIT), unit });
  await send("CatalogService", "AppointOfficer", { name: UNIT, officer: OFFICER, duty: "DUTY_OFFICER" });
  await send("CatalogService", "CreateService", { service_id: last(SERVICE), service: service() });
  await send("CatalogService", "PublishService", { name: SERVICE });
  const capabilities = LEVEL_4.map((each) => ({
    capability: `CAPABILITY_${each}`,
    state: "CAPABILITY_STATE_YES",
  }));
  const offering = { unit: UNIT, capabilities };
  return send("CatalogService", "OpenOffering", { parent: SERVICE, offering });
}

function service() {
  return {
    display_name: text("Đăng ký khai sinh (mẫu)", "Register a birth (sample)"),
    description: text("Dịch vụ mẫu của cổng mẫu.", "A service for trying the sample portal."),
    authority: UNIT,
    form_schema: JSON.stringify(JSON.parse(fs.readFileSync(new URL("birth.json", import.meta.url)))),
    documents: [
      { code: "giay-chung-sinh", name: text("Giấy chứng sinh", "Notification of birth"), originals: 1 },
      { code: "khac", name: text("Giấy tờ khác", "Other papers"), conditional: true },
    ],
    fees: [{ code: "le-phi", name: text("Lệ phí", "Fee"), amount: "8000" }],
    processing_times: [{ amount: 5, unit: "TIME_UNIT_CALENDAR_DAY", pause_policy: "PAUSE_POLICY_SHIFT" }],
    payment_channels: ["CHANNEL_ONLINE"],
    delivery_channels: ["CHANNEL_ONLINE", "CHANNEL_IN_PERSON"],
  };
}

async function dossierOf(nameOrNumber) {
  if (nameOrNumber.startsWith("dossiers/")) {
    return call(clients.DossierService, "GetDossier", { name: nameOrNumber }, token());
  }
  const asked = { unit: UNIT, number: nameOrNumber };
  const { dossiers } = await call(clients.DossierQueryService, "ListDossiers", asked, token());
  if (!dossiers.length) throw new Error(`no dossier ${nameOrNumber}`);
  return call(clients.DossierService, "GetDossier", { name: dossiers[0].name }, token());
}

const step = (method, { name, etag }, more = {}) => send("DossierService", method, { name, etag, ...more });

async function finish(dossier) {
  const result = { decision: "DECISION_POSITIVE", electronic_result: true };
  const ended = await step("RecordResult", dossier, result);
  return step("ReturnResult", ended, { delivery_channel: "CHANNEL_ONLINE" });
}

async function main([command, argument]) {
  const steps = { accept: (dossier) => step("AcceptDossier", dossier), finish };
  if (command === "prepare") return console.log((await prepare()).name);
  if (!(command in steps) || !argument) throw new Error("usage: node office.js prepare | accept N | finish N");
  const { number, status } = await steps[command](await dossierOf(argument));
  return console.log(`${number} ${status}`);
}

try {
  await main(process.argv.slice(2));
} catch (failed) {
  console.error(failed.text?.en ?? failed.message);
  process.exitCode = 1;
}
Object.values(clients).forEach((each) => each.close());
