// What the portal asks of the services, each in a function: the requests, and what never differs in them.
import { createHash } from "node:crypto";
import { Refused, bearer, call } from "./calls.js";
import { connect } from "./contracts.js";
import grpc from "@grpc/grpc-js";

const CHUNK = 512 * 1024; // bytes of a message of an upload
const ATTEMPTS = 20; // of an upload that breaks
const UPLOAD_TAKES = 60_000; // milliseconds
const id = (name) => name.split("/").at(-1);

/** The services as one portal sees them. */
export class Services {
  #clients;
  #token;

  constructor(addresses, token) {
    this.#clients = connect(addresses);
    this.#token = token;
  }

  close() {
    Object.values(this.#clients).forEach((each) => each.close());
  }

  #ask = (service, method, request) => call(this.#clients[service], method, request, this.#token());

  // The catalogue needs no token.
  #look = (method, request) => call(this.#clients.CatalogService, method, request);

  /** Published services by words. */
  find = async (query) =>
    (await this.#look("ListServices", { query, filter: "state = PUBLISHED", page_size: 50 })).services;

  service = (name) => this.#look("GetService", { name });

  /** Who offers it, with the units that do. */
  offerings = async (service) => {
    const { offerings } = await this.#look("ListOfferings", { parent: service, page_size: 200 });
    const names = [...new Set(offerings.map((each) => each.unit))];
    const { units } = names.length ? await this.#look("BatchGetUnits", { names }) : { units: [] };
    return offerings.map((each) => ({ ...each, at: units.find((unit) => unit.name === each.unit) }));
  };

  /** Of an offering, at the unit that offers it; submissions waits until it knows what the citizen saw. */
  beginDraft = (offering, seen) => {
    const draft = { offering, receiving_unit: `units/${id(offering)}`, channel: "CHANNEL_ONLINE" };
    return this.#ask("DraftService", "CreateDraft", { draft, ...seen });
  };

  draft = (name, holder) => this.#ask("DraftService", "GetDraft", { name, holder });

  drafts = async (holder) => (await this.#ask("DraftService", "ListDrafts", { holder })).drafts;

  /** The draft as it was seen, with what the citizen has typed since. */
  saveDraft = ({ name, offering, receiving_unit, channel, service_version }, typed, seen) => {
    const draft = { name, offering, receiving_unit, channel, service_version, ...typed };
    return this.#ask("DraftService", "UpdateDraft", { draft, ...seen });
  };

  deleteDraft = (name, holder, request_id) => this.#ask("DraftService", "DeleteDraft", { name, holder, request_id });

  submitDraft = (name, seen) => this.#ask("DraftService", "SubmitDraft", { name, ...seen });

  files = async (parent, holder) =>
    (await this.#ask("AttachmentService", "ListAttachments", { parent, holder })).attachments;

  removeFile = (name, holder, request_id) =>
    this.#ask("AttachmentService", "RemoveAttachment", { name, holder, request_id });

  /** Announce a file, and upload it, from where it is kept however often the connection breaks. */
  async attach(parent, holder, { code, name, content, request_id }) {
    const sha256 = createHash("sha256").update(content).digest();
    const announced = { parent, holder, document_code: code, file_name: name, size: content.length, sha256, request_id };
    let file = await this.#ask("AttachmentService", "CreateAttachment", announced);
    for (let attempt = 0; file.state === "STATE_UPLOADING" && attempt < ATTEMPTS; attempt++) {
      try {
        file = await this.#upload(file, holder, content);
      } catch (failed) {
        // OFFSET_WRONG, UPLOAD_ENDED: an earlier call was kept after all, or the button was pressed twice.
        if (!failed.passes && !["OFFSET_WRONG", "UPLOAD_ENDED"].includes(failed.reason)) throw failed;
        file = await this.#ask("AttachmentService", "GetAttachment", { name: file.name, holder });
      }
    }
    return file;
  }

  #upload({ name, offset }, holder, content) {
    return new Promise((resolve, reject) => {
      const options = { deadline: Date.now() + UPLOAD_TAKES };
      const answered = (failed, file) => (failed ? reject(new Refused(failed)) : resolve(file));
      const stream = this.#clients.AttachmentService.UploadAttachment(bearer(this.#token()), options, answered);
      for (let at = Number(offset); at < content.length; at += CHUNK) {
        stream.write({ name, holder, offset: at, data: content.subarray(at, at + CHUNK) });
      }
      stream.end();
    });
  }

  // A dossier is named by `{ name }`, as the portal filed it, or by `{ proof: { number, secret } }`.

  /** What the citizen may know of it. Wrong pairs are counted to the portal's token, not to an address that many share. */
  filing = (which) => this.#ask("FilingService", "GetFiling", which);

  /** What a citizen filed here, by the holder of the drafts: the portal keeps no list of its own. */
  async filings(holder) {
    const found = [];
    const asked = { holder, order: "DOSSIER_ORDER_SUBMISSION", page_size: 1000 };
    for (let page_token = ""; ; ) {
      const { filings, next_page_token } = await this.#ask("FilingService", "ListFilings", { ...asked, page_token });
      found.push(...filings);
      if (!next_page_token) return found;
      page_token = next_page_token;
    }
  }

  slip = (which) => this.#ask("SlipService", "GetSlip", which);

  pay = (which, return_address, request_id) => {
    const asked = { purpose: "PAYMENT_PURPOSE_FEE", provider: "test", return_address, request_id };
    return this.#ask("PaymentService", "BeginPayment", { ...which, ...asked });
  };

  /** A provider's callback, byte by byte. */
  confirmPayment = (content, signature, request_id) =>
    this.#ask("PaymentService", "ConfirmPayment", { provider: "test", content, signature, request_id });

  rate = (which, value, request_id) => this.#ask("DossierService", "RateDossier", { ...which, value, request_id });

  withdraw = (which, request_id) => this.#ask("DossierService", "WithdrawDossier", { ...which, request_id });
}

/** Whether it is a refusal that the visitor meets as a page that is not there. */
export const isAbsent = (failed) => failed instanceof Refused && failed.code === grpc.status.NOT_FOUND;
