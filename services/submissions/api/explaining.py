"""ExplainDeadline: how a dossier's dates came about, stage by stage and day by day.

A long stage goes on in further messages with the same number, so that no message is large, however
many years are asked about.
"""

from collections.abc import Iterator
from itertools import islice

from motcua.catalog.v1.events_pb2 import Text
from motcua.submissions.v1 import deadlines_pb2
from motcua.submissions.v1 import submissions_pb2 as api
from services.submissions.api import commands
from services.submissions.api.context import Context
from services.submissions.domain.deadlines.deadline import Deadline
from services.submissions.domain.deadlines.explanation import Day, days_of
from services.submissions.domain.deadlines.local import date_of, utc
from services.submissions.domain.deadlines.terms import Stage
from services.submissions.domain.dossier.explaining import WhatIf, explained, no_due
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.instants import stamp, stamp_known

Answer = deadlines_pb2.ExplainDeadlineResponse
DAYS_AT_ONCE = 366


async def explain(context: Context, request: api.ExplainDeadlineRequest) -> Iterator[Answer]:
    """The summary, and then every stage."""
    dossier = (await commands.get(context, request.name)).state
    what_if = WhatIf(
        request.calendar, request.calendar_version, request.policy, computed=request.computed
    )
    found = explained(dossier, context.catalogue.calendars, what_if)
    return answers(dossier, found, is_what_if=what_if != WhatIf())


def answers(dossier: Dossier, found: Deadline | None, *, is_what_if: bool) -> Iterator[Answer]:
    """The messages of an explanation."""
    summary = deadlines_pb2.DeadlineSummary(
        accept_time=stamp_known(dossier.accepted_at),
        recorded=dossier.deadline,
        promised=found.promised if found else None,
        due=found.due if found else None,
        no_due=None if found else no_due(dossier),
        what_if=is_what_if,
    )
    yield Answer(summary=summary)
    for number, stage in enumerate(found.stages if found else (), 1):
        days = days_of(stage)
        while True:
            some = tuple(islice(days, DAYS_AT_ONCE))
            yield Answer(stage=shown(stage, number, some))
            if len(some) < DAYS_AT_ONCE:
                break


def shown(stage: Stage, number: int, days: tuple[Day, ...]) -> deadlines_pb2.DeadlineStage:
    """A stage with some of its days."""
    calendar = stage.calendar
    return deadlines_pb2.DeadlineStage(
        number=number,
        kind=stage.kind,
        start_time=stamp(utc(stage.begins)),
        end_time=stamp(utc(stage.ends)),
        calendar=calendar.name if calendar else "",
        calendar_version=calendar.version if calendar else 0,
        due=stage.due,
        effect=stage.effect,
        working_minutes=stage.minutes,
        days=map(day, days),
    )


def day(of: Day) -> deadlines_pb2.DeadlineDay:
    """A day with its intervals."""
    special = of.special
    return deadlines_pb2.DeadlineDay(
        date=date_of(of.day).isoformat(),
        kind=special.kind if special else None,
        name=Text(vi=special.name_vi, en=special.name_en) if special else None,
        why=of.why,
        counted=of.counted,
        total=of.total,
        intervals=[
            deadlines_pb2.DeadlineInterval(
                begins=each.begins, ends=each.ends, counts=each.counts, why=each.why
            )
            for each in of.intervals
        ],
    )
