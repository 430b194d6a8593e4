"""What the catalogue says of an offering about an instant, as far as this service has learned it.

Promises that a level is stated only where the history covers the instant and the offering was not
closed. Must not answer with today's level for a day in the past.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple, TypeVar

from motcua.catalog.v1.events_pb2 import PausePolicy
from motcua.submissions.v1.events_pb2 import Channel, OfferingFacts
from services.chassis.errors import Refusal
from services.chassis.reasons import Reason
from services.submissions.domain.deadlines.terms import Duration
from services.submissions.domain.instants import shown, stamp
from services.submissions.domain.refusals import SubmissionsReason


class Span(NamedTuple):
    """Open or closed from an instant on, until the next span begins; level None: closed, or its
    rule claims none.
    """

    begins: datetime
    open: bool
    level: int | None = None
    extent: int = 0
    rule: str = ""


class ProcessingTime(NamedTuple):
    """How long handling may take, and what a pause does to that."""

    channel: int  # 0: any
    duration: Duration
    policy: PausePolicy  # *shift* where none is recorded
    policy_recorded: bool


def named(key: str, code: str, vi: str, en: str) -> dict[str, str]:
    """How refusals name what has a code: by that, and for people by its name with the code."""
    names = {"vi": vi or en, "en": en or vi}
    return {key: code} | {
        f"{key}_{language}": f"{name} ({code})" if name else code
        for language, name in names.items()
    }


class Document(NamedTuple):
    """A document that a citizen hands in, by its code; conditional: only in the case that it
    describes.
    """

    code: str
    conditional: bool
    vi: str = ""  # its name, where the copy has it
    en: str = ""

    @property
    def values(self) -> dict[str, str]:
        """How refusals name it."""
        return named("document", self.code, self.vi, self.en)


class Version(NamedTuple):
    """A version of the service from an instant on, until the next one begins."""

    begins: datetime
    number: int
    written_result: bool | None
    eligible_full: bool | None
    fee: int | None
    field: str = ""  # of administration
    times: tuple[ProcessingTime, ...] = ()
    retention_years: int | None = None
    form: bytes | None = None  # the digest of its form's schema, SHA-256; None: it has no form
    tasks: tuple[str, ...] = ()  # codes of its steps
    documents: tuple[Document, ...] = ()  # those that have codes


@dataclass(frozen=True, slots=True)
class Offering:
    """A service as one unit offers it, with its history in order of effective time."""

    name: str
    service: str
    unit: str
    spans: tuple[Span, ...]
    versions: tuple[Version, ...]
    retired_at: datetime | None = None

    def in_force(self, at: datetime) -> bool:
        """Whether the unit offered the service then, in a version that was published."""
        return self._why_not(at) is None

    def must_be_in_force(self, at: datetime, *, field: str) -> None:
        """Refuse what is not offered yet, or no more."""
        if why := self._why_not(at):
            reason, since = why
            time = shown(since) if since else ""
            raise Refusal(reason, field=field, values={"name": self.name, "time": time})

    def about(self, at: datetime) -> OfferingFacts:
        """What an event about that instant says of the offering."""
        facts = OfferingFacts(
            offering=self.name, service=self.service, unit=self.unit, effective_time=stamp(at)
        )
        if (span := _in_force(self.spans, at)) is not None and span.level is not None:
            facts.level, facts.level_rule = span.level, span.rule
            facts.extent = span.extent  # type: ignore[assignment]  # a number kept in our table
        if (version := _in_force(self.versions, at)) is not None:
            _state_version(facts, version)
        return facts

    def version(self, at: datetime) -> Version | None:
        """The version of the service in force then."""
        return _in_force(self.versions, at)

    def require_task(self, task: str, *, version: int, field: str = "task") -> None:
        """Refuse a task that is none of the version's steps, where it gives them codes."""
        codes = next((each.tasks for each in self.versions if each.number == version), ())
        if task and codes and task not in codes:
            values = {"task": task, "tasks": ", ".join(codes)}
            raise Refusal(SubmissionsReason.TASK_UNKNOWN, field=field, values=values)

    def documents(self, version: int) -> tuple[Document, ...]:
        """The documents of a version, where it gives them codes."""
        return next((each.documents for each in self.versions if each.number == version), ())

    def about_no_instant(self) -> OfferingFacts:
        """What an event says whose instant nobody knows: neither level nor version."""
        return OfferingFacts(offering=self.name, service=self.service, unit=self.unit)

    def level(self, at: datetime) -> int | None:
        """The level about that instant; None where it is unknown."""
        span = _in_force(self.spans, at)
        return span.level if span else None

    def processing_time(self, at: datetime, channel: Channel) -> ProcessingTime | None:
        """The time of the version in force then: the channel's own row, else the one for any
        channel; None: there is none.
        """
        version = _in_force(self.versions, at)
        times = {each.channel: each for each in version.times} if version else {}
        return times.get(channel) or times.get(ANY_CHANNEL)

    def _why_not(self, at: datetime) -> tuple[Reason, datetime | None] | None:
        if self.retired_at is not None and self.retired_at <= at:
            return SubmissionsReason.SERVICE_RETIRED, self.retired_at
        span = _in_force(self.spans, at)
        if span and not span.open:
            return SubmissionsReason.OFFERING_CLOSED, span.begins
        begun = span and _in_force(self.versions, at)
        return None if begun else (SubmissionsReason.OFFERING_NOT_IN_FORCE, None)


ANY_CHANNEL = 0
T = TypeVar("T", Span, Version)


def _in_force(history: Sequence[T], at: datetime) -> T | None:
    # Nearly every question is about now, which the last entry answers.
    if history and history[-1].begins <= at:
        return history[-1]
    before = bisect_right(history, at, key=attrgetter("begins"))
    return history[before - 1] if before else None


def _state_version(facts: OfferingFacts, version: Version) -> None:
    facts.service_version, facts.field = version.number, version.field
    if version.written_result is not None:
        facts.written_result = version.written_result
    if version.eligible_full is not None:
        facts.eligible_full = version.eligible_full
    if version.fee is not None:
        facts.fee = version.fee
    if version.retention_years is not None:
        facts.retention_years = version.retention_years
