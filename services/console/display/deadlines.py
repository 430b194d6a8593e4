"""A dossier's deadline, explained: each stage of its way, and each day, counted or not and why.

The days are the service's own (ExplainDeadline); nothing is computed here. Example of a row:
`2026-02-17 Tue · day off: Lunar New Year · 4 of 10 days`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from rich.table import Table

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import deadlines_pb2 as api
from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1.submissions_pb2 import ExplainDeadlineRequest
from services import formats
from services.console import terminal
from services.console.display import languages
from services.console.display.clock import WEEKDAYS, clock
from services.console.display.screen import screen
from services.console.display.tables import in_utc
from services.console.display.wording import in_words
from services.console.instants import from_date, from_timestamp
from services.console.outcome import language
from services.console.portal.client import Portal
from services.console.portal.enums import code

ROLE = "inspector"
MINUTE = 60_000_000  # microseconds
POLICIES = [code(catalog.PausePolicy, each) for each in catalog.PausePolicy.values()[1:]]


@dataclass
class Explanation:
    """The whole answer; a stage has all its days, in however many messages they came."""

    summary: api.DeadlineSummary = field(default_factory=api.DeadlineSummary)
    stages: list[api.DeadlineStage] = field(default_factory=list)

    def add(self, answer: api.ExplainDeadlineResponse) -> None:
        """One more message."""
        if answer.HasField("summary"):
            self.summary = answer.summary
        elif self.stages and self.stages[-1].number == answer.stage.number:
            self.stages[-1].days.extend(answer.stage.days)
        else:
            self.stages.append(answer.stage)


async def explain(portal: Portal, request: ExplainDeadlineRequest) -> Explanation:
    """The service's explanation; Refused where there is no such dossier or calendar."""
    found = Explanation()
    async for answer in portal.stream(portal.submissions.ExplainDeadline, request, role=ROLE):
        found.add(answer)
    return found


def show(found: Explanation) -> None:
    """For people: the dates, then a table for each stage."""
    for line in heading(found.summary):
        terminal.say(line)
    for stage in found.stages:
        terminal.say(f"\n{stage.number}. {title(stage)}")
        if stage.days:
            screen().print(days_table(stage, found.summary.recorded.duration))
        for line in outcome(stage):
            terminal.say(f"   {line}")


def heading(summary: api.DeadlineSummary) -> Iterator[str]:
    """What the dossier's facts say, and what is explained where that is something else."""
    recorded = summary.recorded
    if recorded.HasField("duration"):
        policy = in_words(catalog.PausePolicy, recorded.policy)
        assumed = "" if recorded.policy_recorded else f" ({in_words('assumed')})"
        yield f"{in_words('processing time')}: {duration(recorded.duration)} · {policy}{assumed}"
    if recorded.calendar:
        at = f"{recorded.calendar}@{recorded.calendar_version}"
        yield f"{in_words('calendar')}: {at}"
    for name, due in dates_of(recorded):
        yield f"{in_words(name)}: {until(due)}"
    if summary.what_if:
        yield f"{in_words('what if')}: {until(summary.due) or '–'}"
    if summary.no_due:
        yield f"{in_words('no due')}: {in_words(api.NoDueReason, summary.no_due)}"


def dates_of(recorded: facts.DeadlineFacts) -> list[tuple[str, facts.Due]]:
    """The dates that there are, by name."""
    names = ("promised", "due", "computed", "extended")
    return [(name, getattr(recorded, name)) for name in names if recorded.HasField(name)]


def title(stage: api.DeadlineStage) -> str:
    """What the stage is, and from when to when."""
    by = f" · {stage.calendar}@{stage.calendar_version}" if stage.calendar else ""
    span = f"{moment(stage.start_time)} → {moment(stage.end_time)}"
    return f"{in_words(api.DeadlineStageKind, stage.kind)}: {span}{by}"


def outcome(stage: api.DeadlineStage) -> Iterator[str]:
    """What a pause was found to be, and the due after the stage."""
    if stage.kind == api.DEADLINE_STAGE_KIND_PAUSE:
        minutes = [f"{stage.working_minutes:,} min"] if stage.HasField("working_minutes") else []
        yield " · ".join([in_words(api.PauseEffect, stage.effect), *minutes])
    if stage.HasField("due"):
        yield f"{in_words('due')}: {until(stage.due)}"


def days_table(stage: api.DeadlineStage, processing_time: facts.Duration) -> Table:
    """A row for each day."""
    table = Table(box=None, padding=(0, 2), show_header=True)
    for name in ("date", "weekday", "why", "hours", "counted", "total"):
        table.add_column(in_words(name), overflow="fold")
    for day in stage.days:
        style = "" if day.counted else "dim"
        table.add_row(*cells(day, is_in_days(stage, processing_time)), style=style)
    return table


def is_in_days(stage: api.DeadlineStage, processing_time: facts.Duration) -> bool:
    """Whether the stage counts days; else it counts time."""
    hours = catalog.TIME_UNIT_WORKING_HOUR
    return stage.kind == api.DEADLINE_STAGE_KIND_PERIOD and processing_time.unit != hours


def cells(day: api.DeadlineDay, in_days: bool) -> list[str]:
    """One row; the name of a special day stands beside the reason."""
    on = from_date(day.date)
    weekday = WEEKDAYS[language()][on.weekday()]
    name = languages.shown(day.name, language())
    why = in_words(api.CountReason, day.why) + (f": {name}" if name else "")
    hours = ", ".join(spelled(each) for each in day.intervals if each.counts)
    amounts = (amount(n, in_days) for n in (day.counted, day.total))
    return [on.isoformat(), weekday, why, hours, *amounts]


def spelled(interval: api.DeadlineInterval) -> str:
    """Such as `07:30–11:30`, to the minute."""
    return "–".join(clock(each // MINUTE) for each in (interval.begins, interval.ends))


def amount(counted: int, in_days: bool) -> str:
    """Days, or hours and minutes."""
    if in_days:
        return f"{counted:,}"
    hours, minutes = divmod(counted // MINUTE, 60)
    return f"{hours}:{minutes:02}"


def duration(of: facts.Duration) -> str:
    """Such as `10 working days`."""
    return f"{of.amount:,} {in_words(catalog.TimeUnit, of.unit)}"


def until(due: facts.Due) -> str:
    """An instant that is itself on time, or the end of a local day; empty: none."""
    if not due.HasField("time"):
        return ""
    at = formats.local(from_timestamp(due.time))
    if due.end_of_day:
        return f"{in_words('end of')} {at.date() - timedelta(days=1)}"
    return f"{at:%Y-%m-%d %H:%M}"


def moment(at: Any) -> str:
    """Local time, to the minute."""
    return f"{formats.local(from_timestamp(at)):%Y-%m-%d %H:%M}"


def due_document(due: facts.Due) -> dict[str, Any] | None:
    """The instant, and whether it is the midnight that ends the last day; None: none."""
    if not due.HasField("time"):
        return None
    return {"time": in_utc(from_timestamp(due.time)), "end_of_day": due.end_of_day}


def document(found: Explanation) -> dict[str, Any]:
    """The whole explanation for programs; intervals are minutes from local midnight."""
    summary, recorded = found.summary, found.summary.recorded
    return {
        **{name: due_document(due) for name, due in dates_of(recorded)},
        "duration": {
            "amount": recorded.duration.amount,
            "unit": code(catalog.TimeUnit, recorded.duration.unit),
        }
        if recorded.HasField("duration")
        else None,
        "policy": code(catalog.PausePolicy, recorded.policy) if recorded.policy else None,
        "policy_recorded": recorded.policy_recorded,
        "calendar": recorded.calendar,
        "calendar_version": recorded.calendar_version,
        "what_if": summary.what_if,
        "explained": {"promised": due_document(summary.promised), "due": due_document(summary.due)},
        "no_due": code(api.NoDueReason, summary.no_due) if summary.no_due else None,
        "stages": [stage_document(each, recorded.duration) for each in found.stages],
    }


def stage_document(stage: api.DeadlineStage, processing_time: facts.Duration) -> dict[str, Any]:
    """A stage with its days; `counted` is days or minutes, as `counts` says."""
    in_days = is_in_days(stage, processing_time)
    minutes = stage.working_minutes if stage.HasField("working_minutes") else None
    return {
        "kind": code(api.DeadlineStageKind, stage.kind),
        "start": in_utc(from_timestamp(stage.start_time)),
        "end": in_utc(from_timestamp(stage.end_time)),
        "calendar": stage.calendar,
        "calendar_version": stage.calendar_version,
        "due": due_document(stage.due),
        "effect": code(api.PauseEffect, stage.effect) if stage.effect else None,
        "working_minutes": minutes,
        "counts": "days" if in_days else "minutes",
        "days": list(day_documents(stage.days, 1 if in_days else MINUTE)),
    }


def day_documents(days: Iterable[api.DeadlineDay], one: int) -> Iterator[dict[str, Any]]:
    """Each day with its intervals."""
    for day in days:
        yield {
            "date": from_date(day.date).isoformat(),
            "kind": code(catalog.DayKind, day.kind) if day.kind else "usual",
            "name": languages.parts(day.name),
            "why": code(api.CountReason, day.why),
            "counted": day.counted / one if day.counted % one else day.counted // one,
            "total": day.total / one if day.total % one else day.total // one,
            "intervals": [
                {
                    "begins": each.begins // MINUTE,
                    "ends": each.ends // MINUTE,
                    "counts": each.counts,
                    "why": code(api.CountReason, each.why),
                }
                for each in day.intervals
            ],
        }
