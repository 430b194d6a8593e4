"""Rates by two dimensions at once, and of chosen items, as the commands show and verify them.

Promises nothing to any other test: it only reads.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.e2e.commands import motcua


async def rates_are_divided_by_two_dimensions(data: Path) -> None:
    """A pivot of chosen items, its whole, its items, and each of its receipts recomputed."""
    where = ("--where", "channel=online", "--where", "channel=in_person", "--where", "level=4")
    words = ("rates", "--definition", "online_handling", "--by", "quarter", "--across", "channel")
    done = await motcua(*words, *where, "--json", data=data)
    rates, [total] = done.document["rates"], done.document["totals"]
    assert {tuple(rate["filters"]["channel"]) for rate in rates} == {("online",), ("in_person",)}
    assert {tuple(rate["filters"]["level"]) for rate in rates} == {("4",)}
    assert sum(rate["denominator"] for rate in rates) == total["denominator"] > 0
    assert total["filters"] == {"channel": ["in_person", "online"], "level": ["4"]}
    file = data / "pivot.json"
    file.write_text(json.dumps(done.document), encoding="utf-8")
    checked = await motcua("verify", file, "--json", data=data)
    assert checked.code == 0, checked.out + checked.err
    assert len(checked.document["receipts"]) == len(rates) + 1
    shown = await motcua(*words, *where, data=data)
    assert "quarter × channel" in " ".join(shown.out.split())
    assert f"{total['numerator']:,}/{total['denominator']:,}" in shown.out
    items = ("explain", "online_handling", "--from", total["from"], "--to", total["to"])
    behind = await motcua(*items, *where, "--json", data=data)
    assert len(behind.document["items"]) == total["considered"]
    wrong = await motcua("rates", "--where", "channel", data=data)
    assert (wrong.code, "DIMENSION=VALUE" in wrong.err) == (2, True)
