"""Another system's record, read: its steps in the order of a life, each with its moment.

Promises to refuse what has no meaning at all, and nothing else: a contradiction or an impossible
time is for the facts to name.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, TypeAlias

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import DossierRecord
from services.chassis.errors import Refusal
from services.submissions.domain.deadlines.calendar import WorkingCalendar
from services.submissions.domain.deadlines.dates import dates_of_record, terms_of_acceptance
from services.submissions.domain.deadlines.rule import require_rule
from services.submissions.domain.deadlines.terms import Duration
from services.submissions.domain.dossier.measures import Measures, NothingMeasured
from services.submissions.domain.dossier.records.steps import Kind, Taken, ordered
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.due import stated
from services.submissions.domain.moments import Moment
from services.submissions.domain.offerings import Offering
from services.submissions.domain.refusals import SubmissionsReason

# A calendar by its name, "": the competent unit's at an instant, as known now; None: there is none.
CalendarOf: TypeAlias = Callable[[str, datetime], WorkingCalendar | None]


class Reading(NamedTuple):
    """A record being read: all that its facts need to know of one another, and of what was known
    before it.
    """

    name: str
    source: str
    record: DossierRecord
    root: str  # of linked filings: the name of a dossier, this one's where it stands alone
    leads: bool  # whether others are linked to it
    offering: Offering
    steps: tuple[Taken, ...]
    first: Mapping[Kind, Taken]  # step of each kind
    promised: events.Due | None
    stated_due: events.Due | None
    now: datetime
    catalog_position: int
    before: Dossier
    measures: Measures
    dates: events.DeadlineFacts | None = None  # of the acceptance that is told, or else known

    def find(self, status: events.Status) -> Taken | None:
        """The first step of that status."""
        return self.first.get(status)

    @property
    def submission(self) -> Moment | None:
        """When the record says it was submitted."""
        taken = self.find(events.STATUS_SUBMITTED)
        return taken.moment if taken else self.before.submission

    @property
    def acceptance(self) -> Moment | None:
        """When it was accepted, where that is known."""
        taken = self.find(events.STATUS_ACCEPTED)
        return taken.moment if taken else self.before.acceptance

    @property
    def due(self) -> events.Due | None:
        """The due that the record states: the date on the slip, where it has no other."""
        return self.stated_due or self.promised

    @property
    def handling_unit(self) -> str:
        """The unit that has it after its acceptance: by the record, else the competent one."""
        return self.record.handling_unit or self.offering.unit

    @property
    def receiving_unit(self) -> str:
        """The unit that received it, by the record or else the competent one."""
        return self.record.receiving_unit or self.offering.unit


def no_calendar(_: str, __: datetime) -> None:
    """What is said where no calendar is known."""


def read(
    record: DossierRecord,
    *,
    name: str,
    source: str,
    offering: Offering,
    now: datetime,
    catalog_position: int,
    root: str = "",
    leads: bool = False,
    before: Dossier = Dossier(),  # noqa: B008 - frozen
    calendar: CalendarOf = no_calendar,
    measures: Measures = NothingMeasured(),  # noqa: B008 - has no state
) -> Reading:
    """The record with its steps in the order of a life, or a refusal of what has no meaning."""
    if record.HasField("due_rule"):
        stated_apart = record.HasField("due") or record.HasField("promised")
        require_rule(record.due_rule, field="due_rule", other=stated_apart)
    steps = ordered(record.steps, now)
    reading = Reading(
        name=name,
        source=source,
        record=record,
        root=root or name,
        leads=leads,
        offering=offering,
        steps=steps,
        first={each.kind: each for each in reversed(steps)},
        promised=stated(record.promised, now=now),
        stated_due=stated(record.due, now=now),
        now=now,
        catalog_position=catalog_position,
        before=before,
        measures=measures,
    )
    return reading._replace(dates=_dates(reading, calendar))


def units_named(record: DossierRecord) -> Iterable[tuple[str, str]]:
    """Every unit that the record names, after the field that names it."""
    of_record = (("receiving_unit", record.receiving_unit), ("handling_unit", record.handling_unit))
    named = [(field, unit) for field, unit in of_record if unit]
    for index, step in enumerate(record.steps):
        if step.unit:
            named.append((f"steps[{index}].unit", step.unit))
        if step.acting_unit:
            named.append((f"steps[{index}].acting_unit", step.acting_unit))
    return named


def _dates(reading: Reading, calendar_of: CalendarOf) -> events.DeadlineFacts | None:
    if reading.find(events.STATUS_ACCEPTED) is None:
        return reading.before.deadline
    moment, record = reading.acceptance, reading.record
    rule = record.due_rule if record.HasField("due_rule") else None
    named = rule.calendar if rule else ""
    time = reading.offering.processing_time(moment.at, record.channel) if moment else None
    calendar = calendar_of(named, moment.at if moment else reading.now)
    if named and calendar is None:
        raise Refusal(
            SubmissionsReason.CALENDAR_UNKNOWN,
            field="due_rule.calendar",
            values={"calendar": named},
        )
    terms = terms_of_acceptance(
        stated=reading.promised,
        recorded_due=reading.stated_due,
        time=time,
        calendar=calendar if moment else None,
        rule=Duration(rule.amount, rule.unit) if rule else None,
    )
    try:
        return dates_of_record(terms, moment, calendar)
    except Refusal as refusal:
        raise Refusal(refusal.reason, field="due_rule.amount", values=refusal.values) from None
