// Stands in for a bank: the page of the payment provider "test", which calls the portal back. No part of a portal.
//
// node test-bank.js; BANK_KEY is the value of MOTCUA_TEST_PAYMENT_KEYS, BANK_CALLBACK where the portal is called.
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import http from "node:http";
import { html } from "./html.js";

const listen = process.env.BANK_LISTEN ?? "127.0.0.1:8091";
const callback = process.env.BANK_CALLBACK ?? "http://127.0.0.1:8090/payments/callback";
const key = Buffer.from(process.env.BANK_KEY.split(",")[0].split(":")[1], "hex"); // the first of the ring
const signed = (content) => createHmac("sha256", key).update(content).digest("hex");
const paying = new Map(); // by attempt: a payment that is confirmed again has the same name

/** The question that the portal's service signed: attempt, amount, return. */
function asked(url) {
  const [content, signature] = url.slice(url.indexOf("?") + 1).split("&signature=");
  const right = Buffer.from(signed(content));
  const given = Buffer.from(signature ?? "");
  if (right.length !== given.length || !timingSafeEqual(right, given)) return undefined;
  return Object.fromEntries(new URLSearchParams(content));
}

// Until the portal acknowledges it, as providers do.
async function confirm({ attempt, amount }) {
  const reference = paying.get(attempt) ?? `bank-${randomUUID()}`;
  paying.set(attempt, reference);
  const time = new Date().toISOString();
  const content = JSON.stringify({ attempt, reference, amount: Number(amount), status: "paid", time });
  for (let pause = 100; ; pause = Math.min(2 * pause, 5000)) {
    const headers = { "content-type": "application/json", "x-signature": signed(content) };
    const answer = await fetch(callback, { method: "POST", body: content, headers }).catch(() => undefined);
    if (answer?.status === 204) return;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

const server = http.createServer(async (request, response) => {
  if (!request.url.startsWith("/pay?")) return response.writeHead(404).end();
  const payment = asked(request.url);
  if (!payment) return response.writeHead(403).end("wrong signature");
  if (request.method === "POST") {
    await confirm(payment);
    return response.writeHead(303, { location: payment.return }).end();
  }
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  return response.end(String(html`<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Ngân hàng thử</title></head>
<body><main><h1>Ngân hàng thử / Test bank</h1><p>${payment.amount} VND</p>
<form method="post"><button>Trả tiền / Pay</button></form></main></body></html>`));
});
const [host, port] = listen.split(":");
server.listen(Number(port), host, () => console.log(`The test bank listens on http://${listen}/`));
process.once("SIGTERM", () => server.close()).once("SIGINT", () => server.close());
