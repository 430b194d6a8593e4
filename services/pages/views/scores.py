"""Points by an index: of a unit part by part, and of the units directly below it, each part with
the address of its receipt.

Points and ranks are the metrics service's. Must not add up a score.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

from motcua.metrics.v1 import scores_pb2 as api
from services import formats
from services.pages import questions
from services.pages.asking import day, positions, resource
from services.pages.figures import shown
from services.pages.naming import Naming
from services.pages.questions import Period, Question
from services.pages.tables import Column, Link, Number, Row, Table
from services.pages.views import months, periods, units
from services.pages.views.league import SHOWN, pages
from services.pages.views.overview import ONLINE
from services.pages.visit import Page, Visit


async def scores(visit: Visit) -> Page:
    """The page: an index, a unit, a period, a hundred units below."""
    reading, asked = visit.reading, questions.unit(visit.parameters) or visit.visitor.unit
    await reading.settle(asked)
    unit = asked or await units.root_id(visit)
    listed, place, definitions, span = await asyncio.gather(
        visit.client.call(visit.services.scores.ListIndices, api.ListIndicesRequest()),
        units.place(visit, unit),
        reading.definitions(),
        months.of_one(reading, Question(ONLINE, unit=unit)),
    )
    period = questions.period(visit.parameters) or periods.default(span)
    index = index_of(visit, listed.indices)
    own, below = await asked_for(visit, index, unit, period)
    names = await reading.names(each.unit for each in below)
    naming = Naming(visit.words, definitions, {**place.names, **names})
    first = SHOWN * questions.page(visit.parameters)
    return Page(
        "scores.html",
        visit.words("place.scores"),
        {
            **periods.controls(visit, span, period),
            "place": place,
            "asked": asked,
            "index": index,
            "indices": [Link(visit.words.of(each.title), each.id) for each in listed.indices],
            "points": points(own, visit.language),
            "share": share(own, visit.language),
            "known": reading.known,
            **pages(visit, first, len(below)),
        },
        [parts_table(own, naming), units_table(visit, own, below, naming, first)],
        place="scores",
    )


def index_of(visit: Visit, indices: Sequence[api.Index]) -> api.Index:
    """The one that is named, or the first."""
    name = questions.text(visit.parameters, "index")
    for each in indices:
        if name in ("", each.id):
            return each
    raise questions.unknown("index")


async def asked_for(
    visit: Visit, index: api.Index, unit: str, period: Period
) -> tuple[api.Score, Sequence[api.RankedScore]]:
    """The unit's own score, and those of the units directly below it, the highest first."""
    request = api.GetScoreRequest(
        index=index.id,
        version=index.version,
        unit=resource("units", unit),
        start_date=day(period[0]),
        end_date=day(period[1]),
        as_known=positions(visit.reading.known),
    )
    stub = visit.services.scores
    own, below = await asyncio.gather(
        visit.client.call(stub.GetScore, request),
        visit.client.call(stub.ListScores, api.ListScoresRequest(score=request)),
    )
    return own, below.scores


def parts_table(score: api.Score, naming: Naming) -> Table:
    """A row for each part and each group of the unit's own score."""
    words, language = naming.words, naming.words.language
    columns = [
        Column("part", words("scores.part")),
        Column("figure", words("column.figure"), "figure"),
        Column("points", words("scores.points"), "number"),
        Column("maximum", words("scores.maximum"), "number"),
        Column("group", words("scores.group")),
    ]
    rows: list[Row] = [
        {
            "part": Link(naming.title(each.rate), "", each.name),
            "figure": shown(each.rate, naming),
            "points": of_part(each, naming),
            "maximum": formats.decimal(each.maximum, language),
            "group": words.named("score_group", each.group) if each.group else "",
        }
        for each in score.parts
    ]
    return Table("parts", words("scores.parts"), columns, rows)


def units_table(
    visit: Visit, own: api.Score, below: Sequence[api.RankedScore], naming: Naming, first: int
) -> Table:
    """A row for each unit; a column for each part leads to its receipt."""
    words = naming.words
    columns = [
        Column("rank", words("column.rank"), "number"),
        Column("unit", words("column.unit"), "short"),
        Column("points", words("scores.points"), "number"),
        Column("share", words("scores.share"), "number"),
        *(Column(each.name, naming.short(each.rate), "short") for each in own.parts),
    ]
    rows = [unit_row(visit, each, naming) for each in below[first : first + SHOWN]]

    async def every() -> AsyncIterator[Row]:
        for each in below:
            yield unit_row(visit, each, naming)

    return Table("units", words("scores.units"), columns, rows, every, words("scores.empty"))


def unit_row(visit: Visit, of: api.RankedScore, naming: Naming) -> Row:
    """One unit."""
    rank = Number(of.rank, str(of.rank)) if of.rank else naming.words("league.unranked")
    return {
        "rank": rank,
        "unit": visit.link(naming, of.unit),
        "points": points(of.score, visit.language),
        "share": share(of.score, visit.language),
        **{
            each.name: Link(of_part(each, naming), shown(each.rate, naming).address)
            for each in of.score.parts
        },
    }


def points(of: Any, language: str) -> str:
    """`7,25 / 9`, or from which to which they may be."""
    ends = dict.fromkeys(formats.decimal(each, language) for each in (of.points, of.points_high))
    return f"{' – '.join(ends)} / {formats.decimal(of.maximum, language)}"


def share(of: api.Score, language: str) -> str:
    """Of the most that can be had; empty where no part counts."""
    return formats.percents(of.percent, of.percent_high, language) if of.percent else ""


def of_part(part: api.ScorePart, naming: Naming) -> str:
    """Its points, or that it does not count."""
    if part.basis == api.SCORE_BASIS_LEFT_OUT:
        return naming.words("scores.left_out")
    return points(part, naming.words.language)
