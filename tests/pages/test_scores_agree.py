"""Every score on its page, against GetScore and ListScores at the same positions.

Each part leads to the receipt of its rate.
"""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from motcua.metrics.v1 import events_pb2 as events
from motcua.metrics.v1 import scores_pb2 as scores
from services.console.instants import to_date
from tests.pages.figures_shown import asked, in_tables, rate_of
from tests.pages.opened import Opened

pytestmark = pytest.mark.long


async def test_scores_are_the_services_own_and_lead_to_their_receipts(pages: Opened) -> None:
    year = pages.month.year - 1
    path = f"/en/scores?period={year}&known="
    known = re.search(r"known=(\d+)\.(\d+)", pages.get(f"/en/league?period={year}", "inspector"))
    assert known
    request = scores.GetScoreRequest(
        index="par.services",
        unit="units/song-van",
        start_date=to_date(date(year, 1, 1)),
        end_date=to_date(date(year + 1, 1, 1)),
    )
    for stream, at in zip(("catalog", "submissions"), known.groups(), strict=True):
        request.as_known.append(events.StreamPosition(stream=stream, position=int(at)))
    path += ".".join(known.groups())
    stub = pages.portal.scores
    own = await pages.portal.call(stub.GetScore, request, role="inspector")
    below = await pages.portal.call(
        stub.ListScores, scores.ListScoresRequest(score=request), role="inspector"
    )
    rows = json.loads(pages.get(f"{path}&format=json&table=parts", "inspector"))
    assert [each["part_id"] for each in rows] == [each.name for each in own.parts]
    for row, part in zip(rows, own.parts, strict=True):
        counts = (part.rate.receipt.numerator, part.rate.receipt.denominator)
        assert (row["figure_numerator"], row["figure_denominator"]) == counts
        assert scored(row["points"], part)
    page = pages.get(path, "inspector")
    listed = json.loads(pages.get(f"{path}&format=json&table=units", "inspector"))
    assert [each["unit_id"] for each in listed] == [each.unit for each in below.scores]
    assert listed
    links = [shown for shown in in_tables(page) if " · " not in shown.text and "@" in shown.address]
    for row, each in zip(listed, below.scores, strict=True):
        assert row["points"].endswith(f"/ {each.score.maximum}")
        for part in each.score.parts:
            assert scored(row[part.name], part)
            own_links = [
                link for link in links
                if asked(link.address).definition == part.rate.receipt.definition
                and asked(link.address).unit == each.unit
            ]  # fmt: skip
            assert row[part.name] in {link.text for link in own_links}
            for link in own_links:
                rate = await rate_of(pages, link.address)
                assert rate.receipt.digest == part.rate.receipt.digest


def scored(text: str, part: scores.ScorePart) -> bool:
    """Whether a page's points are these; nothing of a part that does not count."""
    if part.basis == scores.SCORE_BASIS_LEFT_OUT:
        return text == "not counted"
    ends = dict.fromkeys((part.points, part.points_high))
    return text == f"{' – '.join(ends)} / {part.maximum}"
