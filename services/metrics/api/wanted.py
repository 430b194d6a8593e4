"""The figures that a request asks to publish, each once, or what cannot be published.

Must not look at what was published.
"""

from itertools import pairwise
from typing import NamedTuple

from motcua.metrics.v1 import publications_pb2 as messages
from motcua.metrics.v1.metrics_pb2 import GetRateRequest
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason
from services.metrics.api.requests import question
from services.metrics.domain.figures import Question
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.domain.periods import local_day, midnight
from services.metrics.domain.refusals import MetricsReason
from services.metrics.queries.figure_names import figure_name

MOST = 50  # figures of one request


class Wanted(NamedTuple):
    """A figure to publish, and the publication that the caller saw ("": he does not say)."""

    name: str
    question: Question
    etag: str


def wanted(request: messages.PublishFiguresRequest, definitions: Definitions) -> list[Wanted]:
    """The figures of a request, each once; raises Refusal with what cannot be asked."""
    if len(request.figures) > MOST:
        raise Refusal(ChassisReason.LIST_TOO_LONG, field="figures", values={"most": str(MOST)})
    found = [one(request, each, definitions) for each in request.figures]
    for before, each in pairwise(sorted(found, key=lambda each: each.name)):
        if before.name == each.name:
            values = {"definition": each.question.definition.name}
            raise Refusal(MetricsReason.FIGURE_REPEATED, field="figures", values=values)
    return found


def one(
    request: messages.PublishFiguresRequest,
    each: messages.FigureToPublish,
    definitions: Definitions,
) -> Wanted:
    """One figure: the request's scope and period, by one definition."""
    asked_for = GetRateRequest(
        definition=each.definition,
        version=each.version,
        unit=request.unit,
        service=request.service,
        alone=request.alone,
        start_date=request.start_date,
        end_date=request.end_date,
        filters=request.filters,
    )
    if request.HasField("as_of"):
        asked_for.as_of.CopyFrom(request.as_of)
    if request.HasField("as_known_time"):
        asked_for.as_known_time.CopyFrom(request.as_known_time)
    if request.HasField("units_time"):
        asked_for.units_time.CopyFrom(request.units_time)
    found = question(asked_for, definitions)
    if found.scope.by_officer:
        raise Refusal(MetricsReason.OFFICER_NOT_PUBLISHED, field="filters")
    if dimension := found.scope.by_provenance:
        values = {"dimension": dimension}
        raise Refusal(MetricsReason.DIMENSION_NOT_PUBLISHED, field="filters", values=values)
    instants = {"as_of": found.as_of, "units_time": found.scope.units_at}
    for name, at in instants.items():  # else one scope had figures without number
        if at and at != midnight(local_day(at)):
            raise Refusal(MetricsReason.AS_OF_WITHIN_DAY, field=name)
    return Wanted(figure_name(found), found, each.etag)
