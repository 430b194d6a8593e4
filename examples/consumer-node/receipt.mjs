// A receipt checked: its items, asked of metrics, counted and digested here.
//
//     node receipt.mjs online_handling 2026-11 units/an-lac     a live figure that consume.mjs keeps
import { known, store } from "./consume.mjs";
import { LIVE, sha256 } from "./live.mjs";
import { unitToken } from "./snapshot.mjs";

// What ExplainRate says that the figure is made of, as known at the receipt's positions.
export function itemsOf({ metrics, call }, receipt) {
  const { definition, version, scope, period, asOf, positions } = receipt;
  const as_of = { seconds: Date.parse(asOf) / 1000 };
  const [start_date, end_date] = [period.start, period.end];
  const rate = { definition, version, unit: scope.unit, start_date, end_date, as_of, as_known: positions };
  return new Promise((resolve, reject) => {
    const items = [];
    metrics
      .ExplainRate({ rate }, ...call())
      .on("data", ({ item }) => item && items.push({ ...item, kind_: classOf(item) }))
      .on("error", reject)
      .on("end", () => resolve(items));
  });
}

// `numerator`, `denominator`, `excluded` or `unknown`.
const classOf = ({ membership }) => membership.replace("MEMBERSHIP_", "").toLowerCase();

// Over the digests of the leaves: of each unit and month, or other part, its items.
export function digest(items) {
  const leaves = {};
  for (const item of items) {
    const line = [item.kind, item.id, item.kind_, item.reason, item.weight].join("\t");
    (leaves[`${item.leaf.unit}\t${item.leaf.part}`] ??= []).push(`${line}\n`);
  }
  return sha256(Object.entries(leaves).map(([place, lines]) => `${place}\t${sha256(lines)}\n`));
}

// Numerator, denominator and considered, counted.
export function numbers(items) {
  const by = { numerator: 0, denominator: 0, unknown: 0, excluded: 0 };
  for (const { kind_, weight } of items) by[kind_] += Number(weight);
  const denominator = by.numerator + by.denominator + by.unknown;
  return [by.numerator, denominator, denominator + by.excluded];
}

function stop(reason) {
  console.error(reason);
  process.exit(1);
}

const [definition, month, unit = ""] = process.argv.slice(2);
const kept = store("live").value.figures[`${LIVE}${unitToken(unit)}.${month}.${definition}`];
const asked = await known();
if (!kept) stop(`no figure ${definition} of ${month} ${unit} is kept; consume.mjs keeps those it read`);
if (!asked) stop("set METRICS and TOKEN_FILE: metrics' HOST:PORT, and a file with a token");
const { receipt } = kept;
const items = await itemsOf({ metrics: asked.metrics, call: () => asked.call() }, receipt);
const names = ["numerator", "denominator", "considered", "digest"];
const inWords = (values) => names.map((name, at) => `${name} ${values[at]}`).join(" ");
const told = inWords(names.map((name) => receipt[name]));
const computed = inWords([...numbers(items), digest(items)]);
console.log(`told      ${told}\ncomputed  ${computed}`);
process.exit(told === computed ? 0 : 1);
