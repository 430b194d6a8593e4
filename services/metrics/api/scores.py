"""Indices and scores over gRPC: each part with its rate and receipt.

Must not give points itself.
"""

# ruff: noqa: N802 — the contract names the methods

from typing import Any

from motcua.metrics.v1 import scores_pb2 as messages
from motcua.metrics.v1.metrics_pb2 import Text
from motcua.metrics.v1.scores_pb2_grpc import ScoreServiceServicer
from services.chassis.errors import Refusal
from services.metrics.api.as_known import AsKnown
from services.metrics.api.reaching import as_of_within_reach
from services.metrics.api.requests import day, ordered
from services.metrics.domain.figures import Scope
from services.metrics.domain.percentages import percent
from services.metrics.domain.periods import midnight
from services.metrics.domain.refusals import MetricsReason
from services.metrics.domain.scores.index import Index, read
from services.metrics.domain.scores.scoring import PartScore, Points, Score, ranks, shown
from services.metrics.domain.scores.shipped import find, shipped
from services.metrics.domain.targets import with_targets
from services.metrics.queries.positions import Requested
from services.metrics.queries.scores import ScoreQuestion, Scores


class ScoreMethods(ScoreServiceServicer):
    """What the contract offers."""

    def __init__(self, scores: Scores, as_known: AsKnown) -> None:
        self._scores = scores
        self._as_known = as_known

    async def ListIndices(
        self, _request: messages.ListIndicesRequest, _context: Any
    ) -> messages.ListIndicesResponse:
        """All that come with the software."""
        return messages.ListIndicesResponse(indices=map(index_message, shipped().values()))

    async def GetScore(self, request: messages.GetScoreRequest, _context: Any) -> messages.Score:
        """The score of a unit."""
        index, asked = await self._asked(request)
        return message(await self._scores.of_unit(index, asked))

    async def ListScores(
        self, request: messages.ListScoresRequest, _context: Any
    ) -> messages.ListScoresResponse:
        """The scores of the units directly below, the highest first."""
        try:
            index, asked = await self._asked(request.score)
            found = await self._scores.below(index, asked)
        except Refusal as refusal:
            raise refusal.below("score") if refusal.field else refusal from None
        ranked = zip(ranks(list(found.values())), found.items(), strict=True)
        in_order = sorted(ranked, key=lambda each: (each[0] == 0, each[0], each[1][0]))
        return messages.ListScoresResponse(
            scores=[
                messages.RankedScore(rank=rank, unit=unit, score=message(score))
                for rank, (unit, score) in in_order
            ]
        )

    async def _asked(self, request: messages.GetScoreRequest) -> tuple[Index, ScoreQuestion]:
        index, reader, scope = index_of(request), self._scores.reader, Scope(request.unit)
        start, end = day(request.start_date, "start_date"), day(request.end_date, "end_date")
        period = ordered(start, end)
        positions = await reader.current_positions(scope, await self._as_known.of(request))
        at = Requested(*positions)
        as_of, _ = await as_of_within_reach(reader, scope, midnight(end), at)
        return index, ScoreQuestion(request.unit, period, as_of, positions)


def index_of(request: messages.GetScoreRequest) -> Index:
    """One that comes with the software, or the caller's own."""
    if bool(request.index) == bool(request.text):
        raise Refusal(MetricsReason.INDEX_STATED_TWICE, field="index")
    if request.index:
        return find(request.index, request.version)
    try:
        return read(request.text.decode())
    except UnicodeDecodeError as error:
        values = {"why": str(error)}
        raise Refusal(MetricsReason.INDEX_MALFORMED, field="text", values=values) from None


def index_message(index: Index) -> messages.Index:
    """An index with its text."""
    return messages.Index(
        id=index.id,
        version=index.version,
        title=Text(**index.title),
        description=Text(**index.description),
        text=index.text,
        digest=index.digest,
    )


def message(score: Score) -> messages.Score:
    """As the contract writes it."""
    decimals, points = score.index.decimals, score.points
    found = messages.Score(
        index=score.index.id,
        version=score.index.version,
        index_digest=score.index.digest,
        **texts(points, decimals),
        parts=[part_message(each, decimals) for each in score.parts],
        groups=[
            messages.ScoreGroup(name=name, **texts(of, decimals))
            for name, of in score.groups.items()
        ],
    )
    if points.most:
        found.percent, found.percent_high = (
            percent((each / points.most).numerator, (each / points.most).denominator)
            for each in points[:2]
        )
    return found


def part_message(each: PartScore, decimals: int) -> messages.ScorePart:
    """A part with its rate."""
    threshold = each.threshold
    return messages.ScorePart(
        name=each.part.name,
        group=each.part.group,
        basis=f"SCORE_BASIS_{each.basis.name}",
        rate=with_targets(each.figure, each.targets),
        threshold_numerator=threshold.numerator if threshold is not None else 0,
        threshold_denominator=threshold.denominator if threshold is not None else 0,
        target=each.target,
        **texts(each.points, decimals),
    )


def texts(points: Points, decimals: int) -> dict[str, str]:
    """Points and maximum, for the fields of these names."""
    low, high, most = (shown(each, decimals) for each in points)
    return {"points": low, "points_high": high, "maximum": most}
