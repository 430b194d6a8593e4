"""Scores: points of an index's parts, groups and sums, by hand and against plain loops.

Given figures and an index as text, when it is scored, then these points, in exact fractions.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given as having
from hypothesis import strategies as st

from motcua.metrics.v1 import scores_pb2 as messages
from services.chassis.errors import Refusal
from services.metrics.api.as_known import AsKnown
from services.metrics.api.scores import ScoreMethods
from services.metrics.domain.figures import date_message
from services.metrics.domain.scores.index import read
from services.metrics.domain.scores.scoring import chosen, score, shown
from services.metrics.domain.scores.shipped import shipped
from services.metrics.domain.targets import Target
from services.metrics.queries.leagues import Leagues
from services.metrics.queries.positions import Requested
from services.metrics.queries.scores import Scores
from tests.calling import calling
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.given import CITY, DISTRICT, OTHER, WARD
from tests.metrics.shipped import DEFINITIONS
from tests.metrics.test_figures_read import MARCH, submit
from tests.metrics.test_questions_asked import Standing
from tests.metrics.test_targets_beside import figure, target_set

HEAD = """id = "own"
version = 1
without_value = "{without}"
[title]
vi = "V"
en = "E"
[description]
vi = "V"
en = "E"
"""
PART = (
    '[[part]]\nname = "{name}"\ndefinition = "online_handling"\nversion = 1\npoints = "{points}"\n'
)


def text(*parts: str, groups: str = "", without: str = "left_out") -> str:
    """An index; a part is its points, and what else stands there."""
    tables = "".join(
        PART.format(name=f"p{n}", points=each.split(" ", 1)[0]) + each.split(" ", 1)[1] + "\n"
        for n, each in enumerate(parts)
    )
    return HEAD.format(without=without) + groups + tables


def points(
    index: str, *figures: tuple[int, int, int], targets: tuple[Target, ...] = ()
) -> list[str]:
    """Low, high and most of a score, exactly."""
    found = score(read(index), [(figure(*each), targets) for each in figures])
    return [str(each) for each in found.points]


def test_points_are_in_proportion_up_to_the_threshold() -> None:
    assert points(text('2 threshold = "0.6"'), (3, 7, 0)) == ["1", "1", "2"]
    assert points(text('2 threshold = "0.6"'), (6, 4, 0)) == ["2", "2", "2"]
    assert points(text('2 threshold = "0.6"'), (9, 1, 0)) == ["2", "2", "2"]
    assert points(text('2 threshold = "0.7"'), (1, 2, 0)) == ["20/21", "20/21", "2"]
    assert points(text('2 threshold = "0.6"'), (3, 5, 2)) == ["1", "5/3", "2"]


def test_a_floor_and_steps() -> None:
    assert points(text('2 threshold = "1"\nfloor = "0.5"'), (4, 6, 1)) == ["0", "0", "2"]
    assert points(text('2 threshold = "1"\nfloor = "0.5"'), (5, 5, 0)) == ["1", "1", "2"]
    steps = text('3 steps = [["0.9", "3"], ["0.8", "1.5"]]')
    assert points(steps, (9, 1, 0)) == ["3", "3", "3"]
    assert points(steps, (8, 1, 1)) == ["3/2", "3", "3"]
    assert points(steps, (7, 3, 0)) == ["0", "0", "3"]


def test_groups_have_a_bound() -> None:
    index = text(
        '2 threshold = "1"\ngroup = "g"',
        '1 threshold = "1"\ngroup = "g"',
        '4 threshold = "1"',
        groups='[[group]]\nname = "g"\ncap = "2.5"\n',
    )
    assert points(index, (1, 0, 0), (1, 0, 0), (1, 1, 0)) == ["9/2", "9/2", "13/2"]
    assert points(index, (1, 1, 0), (0, 1, 0), (0, 1, 1)) == ["1", "3", "13/2"]


def test_a_part_without_a_value_is_left_out_or_counts_as_nothing() -> None:
    parts = ('2 threshold = "1"', '1 threshold = "1"')
    assert points(text(*parts), (0, 0, 0), (1, 1, 0)) == ["1/2", "1/2", "1"]
    assert points(text(*parts, without="zero"), (0, 0, 0), (1, 1, 0)) == ["1/2", "1/2", "3"]
    assert points(text('2 threshold = "target"'), (1, 1, 0)) == ["0", "0", "0"]


def test_of_several_targets_the_next_counts() -> None:
    def target(threshold: str, by: date | None) -> Target:
        return Target(
            f"targets/{threshold}", "online_handling", "", "", "", Fraction(threshold), by
        )

    early, late = target("0.5", date(2025, 12, 31)), target("0.8", date(2030, 12, 31))
    assert chosen([early, late], date(2026, 4, 1)) == late
    assert chosen([early, late], date(2025, 4, 1)) == early
    assert chosen([early, late], date(2025, 12, 31)) == early
    assert chosen([early], date(2026, 4, 1)) == early
    assert chosen([target("0.9", None), early], date(2026, 4, 1)) == target("0.9", None)
    assert chosen([], date(2026, 4, 1)) is None
    index = text('2 threshold = "target"')
    assert points(index, (2, 3, 0), targets=(early, late)) == ["1", "1", "2"]


@having(st.fractions(0, 1000, max_denominator=10**9), st.integers(0, 4))
def test_points_are_shown_rounded_half_up(exact: Fraction, decimals: int) -> None:
    quotient = Decimal(exact.numerator * 10**30 // exact.denominator) / Decimal(10**30)
    if exact.denominator > 1 and (exact * 10**decimals * 2).denominator == 1:
        quotient = Decimal(exact.numerator) / Decimal(exact.denominator)  # a half is finite
    expected = quotient.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert Decimal(shown(exact, decimals)) == expected


@having(st.integers(0, 10**6))
def test_a_score_equals_a_plain_sum(seed: int) -> None:
    random = Random(seed)
    groups = [f"g{n}" for n in range(random.randrange(3))]
    lines, figures = [], []
    for _ in range(random.randrange(1, 6)):
        how = random.choice(['threshold = "0.6"', 'threshold = "1"\nfloor = "0.3"',
                             'steps = [["0.5", "0.5"], ["0.9", "1"]]'])  # fmt: skip
        group = random.choice(["", *groups])
        lines.append(f"{random.randrange(1, 4)} {how}" + (f'\ngroup = "{group}"' if group else ""))
        figures.append((random.randrange(4), random.randrange(4), random.randrange(3)))
    caps = "".join(f'[[group]]\nname = "{each}"\ncap = "1.5"\n' for each in groups)
    index = text(*lines, groups=caps, without=random.choice(["zero", "left_out"]))
    assert points(index, *figures) == [str(each) for each in plainly(index, figures)]


def plainly(index: str, figures: list[tuple[int, int, int]]) -> list[Fraction]:
    """From the text again, part by part."""
    stated = tomllib.loads(index)
    sums: dict[str, list[Fraction]] = {}
    for table, (above, below, unknown) in zip(stated["part"], figures, strict=True):
        whole, most = above + below + unknown, Fraction(table["points"])
        if not whole and stated["without_value"] == "left_out":
            continue
        earned = []
        for counted in (above, above + unknown):
            if not whole:
                earned.append(Fraction(0))
            elif "steps" in table:
                reached = [p for r, p in table["steps"] if counted >= Fraction(r) * whole]
                earned.append(max(map(Fraction, reached), default=Fraction(0)))
            elif counted < Fraction(table.get("floor", "0")) * whole:
                earned.append(Fraction(0))
            else:
                part = Fraction(counted, whole) / Fraction(table["threshold"])
                earned.append(most * min(part, Fraction(1)))
        so_far = sums.setdefault(table.get("group", ""), [Fraction(0)] * 3)
        sums[table.get("group", "")] = [a + b for a, b in zip(so_far, [*earned, most], strict=True)]
    bounded = [
        [min(each, Fraction("1.5")) if group else each for each in those]
        for group, those in sums.items()
    ]
    return [sum((each[n] for each in bounded), Fraction(0)) for n in range(3)]


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        (text('2 threshold = "0"'), "part[0].threshold"),
        (text('2 threshold = "1.5"'), "part[0].threshold"),
        (text("2 threshold = 0.5"), "part[0].threshold"),
        (text('2 floor = "0.5"'), "part[0].threshold"),
        (text('0 threshold = "1"'), "part[0].points"),
        (text('2 threshold = "1"\ngroup = "none"'), "part[0].group"),
        (text('2 steps = [["0.5", "3"]]'), "part[0].steps"),
        (text('2 steps = [["0.5"]]'), "part[0].steps"),
        (text('2 threshold = "1"\ncolour = "red"'), "part[0].colour"),
        (text('2 threshold = "1"', without="guess"), "without_value"),
        (text(), "part"),
    ],
)
def test_what_is_no_index_is_refused_by_name(broken: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(broken)
    assert refused.value.reason.code == "INDEX_FIELD_INVALID"
    assert refused.value.values["name"] == field


def test_what_cannot_be_read_is_refused() -> None:
    for broken in ("id = ", "x" * 20_001):
        with pytest.raises(Refusal) as refused:
            read(broken)
        assert refused.value.reason.code == "INDEX_MALFORMED"


def test_the_shipped_indices_are_of_rates_that_are_answered() -> None:
    for index in shipped().values():
        for part in index.parts:
            assert not DEFINITIONS.find(part.definition, part.version).bounds


@pytest.fixture(autouse=True)
def _called() -> Iterator[None]:
    with calling():
        yield


@pytest.fixture
def methods(fed: Fed) -> ScoreMethods:
    streams = {stream: Standing(10**6, end=10**6) for stream in Requested._fields}
    known = AsKnown(fed.pool, streams, lambda: given.RECORDED)
    return ScoreMethods(Scores(Leagues(fed.pool, fed.reader)), known)


def asking(**options: Any) -> messages.GetScoreRequest:
    days = {"start_date": date_message(MARCH.start), "end_date": date_message(MARCH.end)}
    return messages.GetScoreRequest(**{**days, **options})


async def test_a_score_has_the_receipt_of_each_part(fed: Fed, methods: ScoreMethods) -> None:
    await fed.apply([*submit(0, 1, unit=WARD), *submit(2, 2, unit=OTHER, channel=given.IN_PERSON)])
    await fed.learn(target_set(threshold=Fraction(4, 5), unit=CITY))
    own = text('2 threshold = "target"', '1 threshold = "1"', without="zero").encode()
    found = await methods.GetScore(asking(text=own, unit=CITY), None)
    assert (found.points, found.maximum, found.percent) == ("1.75", "3.00", "58.3")
    assert [each.points for each in found.parts] == ["1.25", "0.50"]
    assert (found.parts[0].target, found.parts[0].threshold_numerator) == ("targets/1", 4)
    receipts = [each.rate.receipt for each in found.parts]
    assert {(each.numerator, each.denominator, each.digest) for each in receipts} == {
        (1, 2, receipts[0].digest)
    }
    assert receipts[0].positions == receipts[1].positions


async def test_units_are_ranked_by_their_scores(fed: Fed, methods: ScoreMethods) -> None:
    await fed.apply([*submit(0, 1, unit=WARD), *submit(2, 2, unit=OTHER, channel=given.IN_PERSON)])
    request = messages.ListScoresRequest(score=asking(index="par.services", unit=CITY))
    found = await methods.ListScores(request, None)
    assert [(each.rank, each.unit) for each in found.scores] == [(0, DISTRICT), (0, OTHER)]
    await fed.learn(target_set())
    found = await methods.ListScores(request, None)
    assert [(each.rank, each.unit, each.score.points) for each in found.scores] == [
        (1, DISTRICT, "2.00"), (2, OTHER, "0.00"),
    ]  # fmt: skip
    single = await methods.GetScore(asking(index="par.services", unit=DISTRICT), None)
    assert found.scores[0].score == single


@pytest.mark.parametrize(
    ("options", "code", "field"),
    [
        ({}, "INDEX_STATED_TWICE", "index"),
        ({"index": "par.services", "text": b"x"}, "INDEX_STATED_TWICE", "index"),
        ({"index": "none"}, "INDEX_UNKNOWN", "index"),
        ({"index": "par.services", "version": 9}, "INDEX_UNKNOWN", "index"),
        ({"text": b"\xff"}, "INDEX_MALFORMED", "text"),
        ({"index": "par.services", "unit": "units/none"}, "UNIT_UNKNOWN", "unit"),
        (
            {"text": text('1 threshold = "1"').replace("online_handling", "none").encode()},
            "INDEX_FIELD_INVALID",
            "text",
        ),
        (
            {
                "text": text('1 threshold = "1"')
                .replace("online_handling", "counter.waiting")
                .encode()
            },
            "INDEX_FIELD_INVALID",
            "text",
        ),
    ],
)
async def test_what_cannot_be_scored_is_refused(
    methods: ScoreMethods, options: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        await methods.GetScore(asking(**options), None)
    assert (refused.value.reason.code, refused.value.field) == (code, field)
