"""Receipts saved by the commands, verified from their files alone: as they are, and tampered with.

Promises nothing to any other test: it only reads.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.e2e.commands import motcua
from tests.e2e.saved_comparisons import saved_comparisons_are_verified

CITY = ("--definition", "online_handling", "--definition", "coverage.l3l4", "--unit", "song-van")


async def saved_receipts_are_verified(data: Path) -> None:
    """Of a unit by month with their totals, and what is told of those that were changed."""
    saved = (await motcua("rates", *CITY, "--json", data=data)).document
    file = data / "receipts.json"
    file.write_text(json.dumps(saved))
    done = await motcua("verify", file, "--json", data=data)
    assert done.code == 0, done.out + done.err
    receipts = done.document["receipts"]
    assert len(receipts) == len(saved["rates"]) + len(saved["totals"]) > 4
    assert all(each["equal"] and each["fields"] == {} for each in receipts)
    done = await motcua("compare", file, "--json", data=data)
    assert (done.code, done.document["equal"]) == (0, True), done.out + done.err
    await an_earlier_one_differs_by_its_items(data, saved["totals"][0])
    await changes_are_told(data, saved["totals"][0])
    await every_receipt_of_an_installation_is_verified(data)
    await saved_comparisons_are_verified(data)


async def an_earlier_one_differs_by_its_items(data: Path, receipt: dict[str, Any]) -> None:
    """What was known in the middle of the stream, as it is recomputed, is what the service computes
    there; against now it names the dossiers that came since.
    """
    known = {**receipt["positions"], "submissions": receipt["positions"]["submissions"] // 2}
    earlier = {**receipt, "positions": known}
    file = data / "receipts.json"
    file.write_text(json.dumps(earlier))
    [told] = (await motcua("verify", file, "--json", data=data)).document["receipts"]
    assert told["leaves"] == []
    earlier |= {name: sides["recomputed"] for name, sides in told["fields"].items()}
    file.write_text(json.dumps(earlier))
    done = await motcua("compare", file, "--json", data=data)
    [found] = done.document["receipts"]
    assert (done.code, found["changed"]) == (1, [])
    assert found["numbers"]["digest"]["receipt"] == earlier["digest"]
    items = [item for leaf in found["leaves"] for item in leaf["items"]]
    assert len({item["id"] for item in items}) == len(items) > 0
    assert all(item["receipt"] != item["other"] for item in items)


async def changes_are_told(data: Path, receipt: dict[str, Any]) -> None:
    """Field by field; the service's own leaves are those that were recomputed."""
    file = data / "receipts.json"
    changes: dict[str, Any] = {
        "numerator": receipt["numerator"] + 1,
        "digest": "0" * 64,
        "definition_digest": "0" * 64,
        "excluded": {**receipt["excluded"], "voided": 700},
    }
    file.write_text(json.dumps([{**receipt, name: value} for name, value in changes.items()]))
    done = await motcua("verify", file, "--json", data=data)
    assert done.code == 1
    told = [(list(each["fields"]), each["leaves"]) for each in done.document["receipts"]]
    assert told == [([name], []) for name in changes]
    beyond = {**receipt, "positions": {**receipt["positions"], "submissions": 10**9}}
    file.write_text(json.dumps(beyond))
    done = await motcua("verify", file, data=data)
    assert (done.code, "submissions ends at" in done.out) == (1, True)
    unknown = {**receipt, "definition": "online_handling", "version": 7}
    file.write_text(json.dumps([unknown, receipt]))
    done = await motcua("verify", file, data=data)
    assert (done.code, "1 of 2 receipts could not be verified" in done.err) == (6, True)
    assert "Not verified: 1 of online_handling@7, since the service shows no such" in done.out
    file.unlink()


async def every_receipt_of_an_installation_is_verified(data: Path) -> None:
    """Of each indicator in each month, also of those that look at all of a period."""
    saved = (await motcua("rates", "--json", data=data)).document
    assert {"activity", "online_handling", "coverage.full"} <= {
        each["definition"] for each in saved["rates"]
    }
    file = data / "receipts.json"
    file.write_text(json.dumps(saved))
    done = await motcua("verify", file, "--json", data=data)
    assert (done.code, done.document["equal"]) == (0, True), done.out + done.err
    assert done.document["not_verified"] == []
    assert len(done.document["receipts"]) == len(saved["rates"]) + len(saved["totals"])
    file.unlink()
