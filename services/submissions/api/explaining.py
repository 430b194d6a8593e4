"""ExplainDeadline: how a dossier's dates came about, stage by stage and day by day.

A long stage goes on in further messages with the same number, so that no message is large, however
many years are asked about.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from motcua.submissions.v1 import deadlines_pb2
from motcua.submissions.v1 import submissions_pb2 as api
from services.submissions.api import commands
from services.submissions.api.context import Context
from services.submissions.domain.deadlines.deadline import Deadline
from services.submissions.domain.deadlines.explanation import Day, Interval, days_of
from services.submissions.domain.deadlines.local import date_of, utc
from services.submissions.domain.deadlines.terms import Stage
from services.submissions.domain.dossier.explaining import WhatIf, explained, no_due
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.instants import stamp, stamp_known
from services.submissions.domain.moments import as_date

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


def shown(stage: Stage, number: int, days: Iterable[Day]) -> deadlines_pb2.DeadlineStage:
    """A stage with some of its days."""
    calendar = stage.calendar
    message = deadlines_pb2.DeadlineStage(
        number=number,
        kind=stage.kind,
        start_time=stamp(utc(stage.begins)),
        end_time=stamp(utc(stage.ends)),
        calendar=calendar.name if calendar else "",
        calendar_version=calendar.version if calendar else 0,
        due=stage.due,
        effect=stage.effect,
        working_minutes=stage.minutes,
    )
    for day in days:
        _show(message.days.add(), day)
    return message


def _show(message: deadlines_pb2.DeadlineDay, day: Day) -> None:
    message.CopyFrom(_with_intervals(day.intervals))
    message.date.CopyFrom(as_date(date_of(day.day)))
    message.why = day.why
    message.counted, message.total = day.counted, day.total
    if day.special:
        message.kind = day.special.kind
        message.name.vi, message.name.en = day.special.name_vi, day.special.name_en


@lru_cache(maxsize=1000)  # nearly all days are alike, and a copy takes a fifth of the time
def _with_intervals(intervals: tuple[Interval, ...]) -> deadlines_pb2.DeadlineDay:
    return deadlines_pb2.DeadlineDay(
        intervals=[
            deadlines_pb2.DeadlineInterval(
                begins=each.begins, ends=each.ends, counts=each.counts, why=each.why
            )
            for each in intervals
        ]
    )
