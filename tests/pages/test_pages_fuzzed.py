"""No query and no form leads to an error of ours, whatever stands in them.

A few hundred of them, the same in every run.
"""

from __future__ import annotations

import random
import string

import pytest

from tests.pages.opened import Opened

pytestmark = pytest.mark.long

PARAMETERS = (
    "period",
    "known",
    "unit",
    "service",
    "as_of",
    "alone",
    "under",
    "indicator",
    "index",
    "sort",
    "order",
    "page",
    "q",
    "format",
    "table",
    "of",
    "version",
    "next",
    "number",
)
VALUES = (
    "",
    "0",
    "1",
    "-1",
    "2026",
    "2026-10",
    "2026-Q4",
    "2026-Q5",
    "0000",
    "9999",
    "9999-12",
    "2026-10-01/2026-09-01",
    "2026-02-30/2026-03-01",
    "2026-10-01/2026-11-01",
    "1.1",
    "0.0",
    "99999999.1",
    "1.",
    "units/an-lac",
    "an-lac",
    "không có",
    "khai sinh",
    "%00",
    "%FF%FE",
    "a" * 300,
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "'; drop table x; --",
    "csv",
    "json",
    "months",
    "units",
    "down",
    "unit",
    "yes",
    "no",
    "2026-10-01T00:00:00Z",
    "2026-10-01",
    "9999-12-31T23:59:59-14:00",
    "\u202e\u0000",
    "//evil.example",
    "excluded",
    "handling_time.ended",
    "counter.waiting",
    "coverage.l3l4",
    "coverage.l3l4@1",
)
PATHS = (
    "",
    "league",
    "reconciliation",
    "indicators",
    "scores",
    "indicators/on_time.ended/draft",
    "services",
    "nation",
    "publications",
    "track",
    "sign-in",
    "live",
    "units/an-lac",
    "units/none",
    "units/%E1%BB%93",
    "figures/online_handling@1",
    "figures/handling_time.ended@1",
    "figures/x@99999999999",
    "indicators/none",
    "services/none",
    "services/none/offerings/none",
    "publications/none",
    "nothing/at/all",
)


async def test_no_query_is_an_error_of_ours(pages: Opened) -> None:
    chance = random.Random(12)
    statuses: dict[int, int] = {}
    for _ in range(400):
        path = chance.choice(PATHS)
        names = chance.sample(PARAMETERS, chance.randrange(4))
        query = "&".join(f"{name}={coded(chance.choice(VALUES))}" for name in names)
        who = chance.choice(["", "inspector", "leader@an-lac"])
        if path == "live" and who:
            continue  # has no end
        answer = pages.ask(f"/{chance.choice(['vi', 'en'])}/{path}?{query}", who)
        assert answer.status < 500, (path, query, who, answer.text[-300:])
        assert "<script>alert(1)" not in answer.text
        statuses[answer.status] = statuses.get(answer.status, 0) + 1
    assert {200, 303, 400, 404} <= statuses.keys()


def coded(value: str) -> str:
    """As a careless client writes it: percent signs as they are, all else encoded."""
    return "".join(
        each
        if each in string.ascii_letters + string.digits + "%-_.~/"
        else "".join(f"%{byte:02X}" for byte in each.encode())
        for each in value
    )


async def test_odd_forms_are_no_error_of_ours(pages: Opened) -> None:
    for form in (
        {},
        {"number": "x"},
        {"number": "x" * 20_000},
        {"secret": "\u0000", "number": "a"},
    ):
        assert pages.ask("/en/track", form=form).status in {200, 400, 404}
