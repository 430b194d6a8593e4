"""A report as CSV: a line a figure, the numbers of its receipt in columns.

Numbers are plain; what a hidden figure does not say is an empty cell.
"""

import csv
import io
from typing import Any

from services.console.reporting.content import Content

COLUMNS = (
    *("publication", "definition", "version", "unit", "unit_name", "service", "alone"),
    *("start", "end", "as_of", "state", "numerator", "denominator", "unknown", "considered"),
    *("excluded", "percent", "percent_low", "percent_high", "provisional", "positions"),
    *("digest", "definition_digest", "published", "supersedes", "reason"),
)
COUNTS = ("numerator", "denominator", "unknown", "considered")
HIDDEN = "VALUE_STATE_SUPPRESSED"


def as_csv(content: Content) -> bytes:
    """UTF-8 with a byte order mark, as spreadsheets want it."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, COLUMNS)
    writer.writeheader()
    writer.writerows(line(content, each) for each in content["figures"])
    return written.getvalue().encode("utf-8-sig")


def line(content: Content, figure: dict[str, Any]) -> dict[str, Any]:
    """One figure."""
    rate = figure["rate"]
    receipt = rate["receipt"]
    scope, state = receipt.get("scope", {}), rate["state"]
    unit = scope.get("unit", "")
    counts = {} if state == HIDDEN else {name: receipt.get(name, "0") for name in COUNTS}
    excluded = [f"{each['reason']}={each['count']}" for each in receipt.get("excluded", [])]
    return {
        "publication": figure["name"],
        "definition": receipt["definition"],
        "version": receipt["version"],
        "unit": unit,
        "unit_name": content["names"].get(unit, {}).get("vi", ""),
        "service": scope.get("service", ""),
        "alone": "yes" if scope.get("alone") else "no",
        "start": day(receipt["period"]["start"]),
        "end": day(receipt["period"]["end"]),
        "as_of": receipt["asOf"],
        "state": state.removeprefix("VALUE_STATE_").lower(),
        **counts,
        "excluded": " ".join(excluded),
        "percent": rate.get("percent", ""),
        "percent_low": rate.get("percentLow", ""),
        "percent_high": rate.get("percentHigh", ""),
        "provisional": "yes" if receipt.get("provisional") else "no",
        "positions": " ".join(f"{p['stream']}={p['position']}" for p in receipt["positions"]),
        "digest": receipt.get("digest", ""),
        "definition_digest": receipt["definitionDigest"],
        "published": figure["publishTime"],
        "supersedes": figure.get("supersedes", ""),
        "reason": figure.get("reason", ""),
    }


def day(of: dict[str, int]) -> str:
    """As ISO 8601 writes it."""
    return f"{of['year']:04}-{of['month']:02}-{of['day']:02}"
