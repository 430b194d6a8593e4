"""Scores of the whole tree against the second reading's: by each index, over this year and last.

Promises points from the index's text and from counts recomputed here. An index of which a part
cannot be recomputed by itself is left out.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from motcua.metrics.v1 import scores_pb2 as api
from services.console.instants import local_day, to_date
from services.console.outcome import Refused
from services.console.portal.client import Portal
from services.console.portal.questions import ROLE, known_at
from services.console.reading.comparison.adopted_definitions import adopted
from services.console.reading.comparison.aside import aside
from services.console.reading.comparison.differences import (
    TOO_LARGE,
    Comparison,
    FigureDifference,
    differing,
)
from services.console.reading.comparison.receipts import key_of, service_numbers
from services.console.reading.comparison.score_check import next_aim
from services.console.reading.definitions.definition import Definition
from services.console.reading.figures.activity import COUNTED_BY
from services.console.reading.figures.items import interpreted
from services.console.reading.figures.questions import Question, answered_question
from services.console.reading.figures.recomputation import recomputed
from services.console.reading.figures.scores import Counts, Scored, digest, scored
from services.console.reading.figures.sums import FigureKey, Numbers
from services.console.reading.figures.targets import Aims
from services.console.reading.folding.fold import Reading

SCORES = "scores"  # what stands where figures have their definition


class Stated(NamedTuple):
    """An index, what the service scores by it, and the questions of its parts."""

    by: api.Index
    score: api.Score
    asked: list[Question]


async def compare_scores(
    portal: Portal, reading: Reading, found: Comparison, now: datetime
) -> None:
    """Add to a comparison what the scores come to."""
    known, _ = interpreted(await adopted(portal))
    by_name = {each.name: each for each in known}
    year = local_day(now).year
    period = date(year - 1, 1, 1), date(year + 1, 1, 1)
    all_stated, too_large = await stated(portal, reading, by_name, period)
    found.not_known |= dict.fromkeys(too_large, TOO_LARGE)
    asked = [each for of in all_stated for each in of.asked]
    figures = iter(await aside(recomputed, reading, asked, by_name.get(COUNTED_BY)))
    found.counted[SCORES] = len(all_stated)
    for each in all_stated:
        numbers = [next(figures).numbers() for _ in each.asked]
        if differ := dict(differences(reading, each, numbers)):
            found.differences.append(FigureDifference(FigureKey(SCORES, "", "", *period), differ))


async def stated(
    portal: Portal,
    reading: Reading,
    by_name: Mapping[str, Definition],
    period: tuple[date, date],
) -> tuple[list[Stated], list[str]]:
    """By every index of which all parts can be recomputed; and the indices of which a part is too
    large to be shown.
    """
    listed = await portal.call(portal.scores.ListIndices, api.ListIndicesRequest(), role=ROLE)
    found, too_large = list[Stated](), list[str]()
    for index in listed.indices:
        request = api.GetScoreRequest(
            index=index.id,
            version=index.version,
            start_date=to_date(period[0]),
            end_date=to_date(period[1]),
            **known_at(reading.positions),
        )
        try:
            score = await portal.call(portal.scores.GetScore, request, role=ROLE)
        except Refused as refused:
            if refused.reason != TOO_LARGE:
                raise
            too_large.append(f"{index.id}@{index.version}")
            continue
        receipts = [each.rate.receipt for each in score.parts]
        names = [f"{each.definition}@{each.version}" for each in receipts]
        if by_name.keys() >= set(names):
            both = zip(receipts, names, strict=True)
            asked = [answered_question(receipt, by_name[name]) for receipt, name in both]
            found.append(Stated(index, score, asked))
    return found, too_large


def differences(
    reading: Reading, of: Stated, numbers: list[Numbers]
) -> Iterator[tuple[str, tuple[object, object]]]:
    """Of the parts, of the text, and of the points that these give."""
    name, aims = f"{of.by.id}@{of.by.version}", Aims(reading)
    for part, ours in zip(of.score.parts, numbers, strict=True):
        for field, sides in differing(ours, service_numbers(part.rate.receipt)).items():
            yield f"{name} {part.name}: {key_of(part.rate).definition} {field}", sides
    if digest(of.by.text) != of.score.index_digest:
        yield f"{name} index_digest", (digest(of.by.text), of.score.index_digest)
    counts = [Counts(each.numerator, each.denominator, each.unknown) for each in numbers]
    thresholds = [
        next_aim(aims.of(part.rate.receipt, ours))
        for part, ours in zip(of.score.parts, numbers, strict=True)
    ]
    points = Scored(of.score.points, of.score.points_high, of.score.maximum)
    for field, sides in differing(scored(of.by.text, counts, thresholds), points).items():
        yield f"{name} {field}", sides
