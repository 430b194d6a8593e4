"""What a record that comes again tells otherwise than a dossier's facts do.

A fact that an officer corrected is known as it was recorded and as it should have been; by a record
that corrects facts itself, only as it should have been.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import DueRule
from services.chassis.errors import Refusal
from services.submissions.domain.dossier.history import effective
from services.submissions.domain.dossier.records.actions import ACTIONS
from services.submissions.domain.dossier.records.reading import Reading
from services.submissions.domain.dossier.records.statements import statement
from services.submissions.domain.dossier.records.steps import Kind, Taken, is_repeatable
from services.submissions.domain.dossier.state import Dossier, Entry
from services.submissions.domain.dossier.status_changes import LEADS_TO
from services.submissions.domain.moments import Moment, is_before
from services.submissions.domain.refusals import SubmissionsReason

# What each kind of fact is as a step; an answer before acceptance is a status 1.
_KINDS: dict[type[Message], Kind] = {
    **LEADS_TO,
    events.DossierSubmitted: events.STATUS_SUBMITTED,
    events.SupplementAnswered: events.STATUS_PROCESSING,
    **{each.event: name for name, each in ACTIONS.items() if each.event not in LEADS_TO},
}
# What steps and events name alike, and is compared by itself.
_APART = {"officer", "task", "unit"}


class Differing(NamedTuple):
    """A field of a fact that differs in the record, and the path of the record's value."""

    name: str
    path: str


class Compared(NamedTuple):
    """A known fact and the record's step that states it; `taken` None: the record itself does."""

    entry: Entry
    taken: Taken | None
    differing: Sequence[Differing]


class KnownFacts:
    """The facts of a dossier by the kind of step that states them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries: dict[Kind, list[Entry]] = {}
        for each in entries:
            if (kind := _kind_of(each.message)) is not None:
                self._entries.setdefault(kind, []).append(each)

    def of(self, kind: Kind) -> list[Entry]:
        """Those of a kind, in order."""
        return self._entries.get(kind, [])

    def last_of(self, kind: Kind | None) -> Moment | None:
        """The last moment of a kind; None: of all."""
        entries = self.of(kind) if kind else [e for each in self._entries.values() for e in each]
        moments = [moment for moment in map(_moment, entries) if moment]
        return max(moments, default=None, key=lambda moment: moment.at)


def known_facts(reading: Reading) -> KnownFacts:
    """The effective facts, and the same facts before an officer corrected them."""
    entries = reading.before.entries
    held = effective(entries)
    if reading.record.correction_reason_code:
        return KnownFacts(held)
    holding = set(map(id, held))
    return KnownFacts([*held, *(each for each in entries if id(each) not in holding)])


def is_answer(taken: Taken, dossier: Dossier) -> bool:
    """Whether a status 1 answers a request before acceptance."""
    waiting = dossier.waiting
    if taken.kind != events.STATUS_SUBMITTED or waiting is None or dossier.accepted:
        return False
    return not (taken.moment and waiting.since and is_before(taken.moment, waiting.since))


def compared(
    reading: Reading, taken: Taken, known: KnownFacts, dossier: Dossier
) -> Compared | None:
    """The known fact that a step states, with the fields that differ; None: there is none, and the
    step is new.
    """
    same_kind = known.of(taken.kind)
    same = [each for each in same_kind if _moment(each) == taken.moment]
    if not same:
        if not same_kind or is_repeatable(taken.kind) or is_answer(taken, dossier):
            return None
        later = Differing("time", f"{taken.field}.time")
        differing = [later, *_differences(reading, taken, same_kind[0])]
        return Compared(same_kind[0], taken, differing)
    found = [Compared(each, taken, list(_differences(reading, taken, each))) for each in same]
    return min(found, key=lambda each: len(each.differing))


def dossier_compared(reading: Reading, known: KnownFacts) -> Iterator[Compared]:
    """The submission and the acceptance, where the record's own fields differ."""
    record = reading.record
    submitted = known.of(events.STATUS_SUBMITTED)[0]
    if record.offering != submitted.message.offering.offering:
        raise Refusal(SubmissionsReason.RECORD_CHANGED, field="offering")
    stated = {
        "receiving_unit": reading.receiving_unit,
        "channel": record.channel,
        "assisted": record.assisted,
    }
    differing = [
        Differing(name, name)
        for name, value in stated.items()
        if value != getattr(submitted.message, name)
    ]
    if differing:
        yield Compared(submitted, None, differing)
    accepted = known.of(events.STATUS_ACCEPTED)
    is_stated = reading.find(events.STATUS_ACCEPTED) is not None
    unit = accepted[0].message.handling_unit if accepted else ""
    if not is_stated and accepted and record.handling_unit not in {"", unit}:
        yield Compared(accepted[0], None, [Differing("handling_unit", "handling_unit")])


def _differences(reading: Reading, taken: Taken, entry: Entry) -> Iterator[Differing]:
    step, message = taken.step, entry.message
    fields = message.DESCRIPTOR.fields_by_name
    for name in ("officer", "task"):
        if name in fields and getattr(step, name) != getattr(message, name):
            yield Differing(name, f"{taken.field}.{name}")
    unit = next((name for name in ("to_unit", "returning_unit", "unit") if name in fields), "")
    stated = (unit != "to_unit" and step.acting_unit) or step.unit
    if stated and unit and getattr(message, unit) != stated:
        path = "acting_unit" if stated == step.acting_unit else "unit"
        yield Differing(unit, f"{taken.field}.{path}")
    if taken.kind == events.STATUS_ACCEPTED:
        yield from _of_acceptance(reading, message)
    elif taken.kind not in (events.STATUS_SUBMITTED, events.STATUS_PROCESSING, "transfer"):
        yield from _of_step(taken, message, statement(taken, Dossier(), reading.now))


def _of_acceptance(reading: Reading, message: events.DossierAccepted) -> Iterator[Differing]:
    if message.handling_unit != reading.handling_unit:
        yield Differing("handling_unit", "handling_unit")
    dates = reading.dates or events.DeadlineFacts()
    if dates.rule_recorded:
        if not _is_same_rule(reading.record.due_rule, message.deadline):
            yield Differing("due_rule", "due_rule")
    elif dates.due != message.deadline.due:
        yield Differing("due", "due" if reading.stated_due or not reading.promised else "promised")
    elif reading.promised and dates.promised != message.deadline.promised:
        yield Differing("promised", "promised")


def _is_same_rule(rule: DueRule, known: events.DeadlineFacts) -> bool:
    """Whatever due it gave: that follows from the acceptance and the calendar as known then."""
    duration = (rule.amount, rule.unit) == (known.duration.amount, known.duration.unit)
    return known.rule_recorded and duration and rule.calendar in {"", known.calendar}


def _of_step(taken: Taken, before: Any, now: Any) -> Iterator[Differing]:
    """What a step states by itself; all else in a fact was decided when it was recorded."""
    for name in now.DESCRIPTOR.fields_by_name:
        path = _path(taken, name)
        if path and name not in _APART and not _same(now, before, name):
            yield Differing(name, path)
    if taken.kind == "extension" and now.deadline.extended != before.deadline.extended:
        yield Differing("extended", f"{taken.field}.extension.extended")


def _path(taken: Taken, name: str) -> str:
    """The path at which the record states a field of a fact; "": nowhere."""
    if isinstance(taken.kind, str) and name in _fields(getattr(taken.step, taken.kind)):
        return f"{taken.field}.{taken.kind}.{name}"
    return f"{taken.field}.{name}" if name in _fields(taken.step) else ""


def _fields(message: Any) -> Any:
    return message.DESCRIPTOR.fields_by_name


def _same(now: Any, before: Any, field: str) -> bool:
    has_presence = now.DESCRIPTOR.fields_by_name[field].has_presence
    presence = not has_presence or now.HasField(field) == before.HasField(field)
    return bool(presence and getattr(now, field) == getattr(before, field))


def _kind_of(message: Any) -> Kind | None:
    if isinstance(message, events.SupplementAnswered) and not message.after_acceptance:
        return events.STATUS_SUBMITTED
    if isinstance(message, events.ObligationMet) and message.waived:
        return "obligation_waiver"
    return _KINDS.get(type(message))


def _moment(entry: Entry) -> Moment | None:
    event = entry.message
    return Moment(entry.at, event.day_only) if event.time_known else None
