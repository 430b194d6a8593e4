"""Receipts as they were saved by `rates`, `explain` or `published --json`, or as the service's own
JSON.

Promises one Receipt of the contract for each, with nothing added. Must not ask a service.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from google.protobuf.json_format import ParseDict, ParseError

from motcua.metrics.v1.events_pb2 import Receipt
from services.console.instants import parse_day, to_date, to_timestamp
from services.console.outcome import Mistake
from services.console.reading.definitions.definition import LAST

SAME = ("definition", "version", "considered", "numerator", "denominator", "unknown", "assisted")
MORE = ("not_attributable", "digest", "definition_digest", "provisional")
ESTIMATES = "estimates"  # what `rates --estimated --json` wrote
HOLDS = ("rates", "totals", "publications", "revisions")  # lists of rates in one document
SAVE = "save receipts with rates --json, explain --json or published --json"


def receipts_in(path: Path) -> list[Receipt]:
    """Every receipt in a file. Raises Mistake where it has none, or cannot be read."""
    try:
        found = list(receipts_of(json.loads(path.read_text(encoding="utf-8"))))
    except OSError as failed:
        raise Mistake(f"{path} cannot be read: {failed.strerror}") from None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise Mistake(f"{path} is no JSON: {SAVE}") from None
    except KeyError as lacks:
        raise Mistake(f"{path} is no receipt, since it has no {lacks}: {SAVE}") from None
    except (ValueError, TypeError, AttributeError, ParseError) as failed:
        raise Mistake(f"{path} is no receipt ({failed}): {SAVE}") from None
    if not found:
        raise Mistake(f"{path} holds no receipt: {SAVE}")
    return found


def receipts_of(document: Any) -> Iterator[Receipt]:
    """Those of a document, in their order."""
    if isinstance(document, list):
        for each in document:
            yield from receipts_of(each)
    elif ESTIMATES in document:
        raise Mistake("the file holds estimates: verify recomputes them, and compare does not")
    elif lists := [document[name] for name in HOLDS if isinstance(document.get(name), list)]:
        yield from receipts_of(lists)
    elif "receipt" in document or "rate" in document:
        yield from receipts_of(document.get("receipt") or document["rate"])
    elif isinstance(document["positions"], dict):
        yield of_console(document)
        yield from receipts_of(list(document.get("provenance", {}).values()))
    else:
        yield ParseDict(document, Receipt(), ignore_unknown_fields=True)


def of_console(document: dict[str, Any]) -> Receipt:
    """As the command line writes it."""
    names = (*SAME, *(name for name in MORE if name in document))
    receipt = Receipt(**{name: document[name] for name in names})
    scope = {name: document[name] for name in ("unit", "service", "alone")}
    receipt.scope.MergeFrom(type(receipt.scope)(**scope))
    for dimension, values in document.get("filters", {}).items():
        receipt.scope.filters.add(dimension=dimension, values=values)
    if units := document.get("units_time"):
        receipt.scope.units_time.CopyFrom(to_timestamp(datetime.fromisoformat(units)))
    receipt.period.start.CopyFrom(to_date(parse_day(document["from"])))
    receipt.period.end.CopyFrom(to_date(parse_day(document["to"])))
    receipt.period.zone = document["zone"]
    receipt.as_of.CopyFrom(to_timestamp(datetime.fromisoformat(document["as_of"])))
    for stream, position in document["positions"].items():
        receipt.positions.add(stream=stream, position=position)
    for reason, count in document["excluded"].items():
        receipt.excluded.add(reason=reason, count=count)
    for up_to, count in (document.get("buckets") or {}).items():
        receipt.buckets.add(up_to=None if up_to == LAST else int(up_to), count=count)
    return receipt
