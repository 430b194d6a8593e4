"""A receipt checked: its items, asked of metrics, counted and digested here.

python receipt.py online_handling 2026-11 units/an-lac    a live figure that consume.py keeps
python receipt.py rate.json                               ./motcua explain … --json > rate.json
"""

import asyncio
import hashlib
import json
import sys
from collections import Counter, defaultdict

NUMBERS = ("numerator", "denominator", "considered")
KINDS = {
    "MEMBERSHIP_NUMERATOR": "numerator",
    "MEMBERSHIP_DENOMINATOR": "denominator",
    "MEMBERSHIP_EXCLUDED": "excluded",
    "MEMBERSHIP_UNKNOWN": "unknown",
}


def sha256(lines):
    """Over the lines, sorted as bytes."""
    return hashlib.sha256(b"".join(sorted(line.encode() for line in lines))).hexdigest()


def leaves(items):
    """Of each unit and month, or other part, the digest of its items."""
    lines = defaultdict(list)
    for item in items:
        words = (item[name] for name in ("kind", "id", "class", "reason", "weight"))
        place = (item["leaf"]["unit"], item["leaf"]["part"])
        lines[place].append("\t".join(map(str, words)) + "\n")
    return {place: sha256(those) for place, those in lines.items()}


def digest(items):
    """Of the figure."""
    return sha256(f"{unit}\t{part}\t{leaf}\n" for (unit, part), leaf in leaves(items).items())


def numbers(items):
    """Numerator, denominator and considered, counted."""
    by = Counter()
    for item in items:
        by[item["class"]] += int(item["weight"])
    denominator = by["numerator"] + by["denominator"] + by["unknown"]
    return by["numerator"], denominator, denominator + by["excluded"]


async def items_of(known, receipt):
    """What ExplainRate says that the figure is made of, as known at the receipt's positions."""
    from google.protobuf.json_format import MessageToDict, ParseDict

    from motcua.metrics.v1 import metrics_pb2 as api

    question = {
        "definition": receipt["definition"],
        "version": receipt["version"],
        "unit": receipt["scope"]["unit"],
        "start_date": receipt["period"]["start"],
        "end_date": receipt["period"]["end"],
        "as_of": receipt["asOf"],
        "as_known": receipt["positions"],
    }
    request = ParseDict({"rate": question}, api.ExplainRateRequest())
    found = []
    async for part in known.metrics.ExplainRate(request, **known.call()):
        if part.HasField("item"):
            item = MessageToDict(part.item, always_print_fields_with_no_presence=True)
            found.append({**item, "class": KINDS[item["membership"]]})
    return found


async def check(definition, month, unit=""):
    """Whether a figure that is kept here is what its items give."""
    import consume
    from live import LIVE
    from snapshot import unit_token
    from store import Store

    store, known = Store(consume.state()), consume.known()
    rate = store.live(f"{LIVE}{unit_token(unit)}.{month}.{definition}")
    if not rate:
        sys.exit(
            f"no figure {definition} of {month} {unit} is kept; consume.py keeps those it read"
        )
    if not known:
        sys.exit("set METRICS and TOKEN_FILE: metrics' HOST:PORT, and a file with a token")
    return compare(rate["receipt"], await items_of(known, rate["receipt"]))


def compare(receipt, items):
    """What the receipt tells and what its items give, shown; 0 where they are the same, else 1."""
    told = (*(int(receipt[each]) for each in NUMBERS), receipt["digest"])
    computed = (*numbers(items), digest(items))
    for side, values in (("told", told), ("computed", computed)):
        named = zip((*NUMBERS, "digest"), values, strict=True)
        print(f"{side:9}", *(f"{name} {value}" for name, value in named))
    return 0 if told == computed else 1


if __name__ == "__main__":
    if sys.argv[1].endswith(".json"):
        with open(sys.argv[1]) as file:
            explained = json.load(file)
        sys.exit(compare(explained, explained["items"]))
    sys.exit(asyncio.run(check(*sys.argv[1:])))
