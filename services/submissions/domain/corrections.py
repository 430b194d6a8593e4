"""Which facts of a stream hold after its corrections, and as what; of every aggregate alike.

Example: version 3 recorded a result on 1 June. Version 5 corrects version 3 to 2 June; version 6
takes version 5 back. After 5 the end is 2 June, after 6 it is 1 June again.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from services.chassis.errors import Refusal
from services.chassis.reasons import Reason
from services.submissions.domain.entries import Entry
from services.submissions.domain.instants import instant, stamp


class Reasons(NamedTuple):
    """Why a fact is not corrected, in an aggregate's own words."""

    unknown: Reason
    not_correctable: Reason


class Corrections:
    """The corrections of one aggregate: the kind of event that corrects, with `version`, `instead`
    and `restated`, and the message that holds a fact as it should have been, one of `fact`.
    """

    def __init__(self, correction: type[Message], corrected: Any, reasons: Reasons) -> None:
        self._correction = correction
        self._corrected = corrected
        self._reasons = reasons
        facts = corrected.DESCRIPTOR.oneofs_by_name["fact"].fields
        # The field of the latter for each kind of fact.
        self.fields: dict[Any, str] = {
            GetMessageClass(each.message_type): each.name for each in facts
        }

    def effective(self, entries: Sequence[Entry]) -> list[Entry]:
        """The facts that hold, in order, without the corrections."""
        facts = {each.version: each for each in entries if not self.is_correction(each)}
        for correction in self.holding(entries):
            _apply(facts, correction.message)
        return [facts[version] for version in sorted(facts)]

    def holding(self, entries: Iterable[Entry]) -> list[Entry]:
        """The corrections that hold, in order: those that no later one takes back."""
        found: list[Entry] = []
        taken_back: set[int] = set()
        for each in reversed([each for each in entries if self.is_correction(each)]):
            if each.version not in taken_back:
                found.append(each)
                taken_back.add(each.message.version)
        return found[::-1]

    def find(self, version: int, held: Sequence[Entry], entries: Sequence[Entry]) -> Entry:
        """The fact of a version as it holds, or as it was recorded where it was left out; a
        correction can be taken back, and what is no fact of `fields` cannot be corrected.
        """
        found = [each for each in (*held, *entries) if each.version == version]
        if not found:
            values = {"version": str(version), "last": str(entries[-1].version)}
            raise Refusal(self._reasons.unknown, field="version", values=values)
        if not (type(found[0].message) in self.fields or self.is_correction(found[0])):
            raise Refusal(self._reasons.not_correctable, field="version")
        return found[0]

    def changed_by(self, entries: Iterable[Entry]) -> dict[int, int]:
        """By version, the correction that holds and says something of it, the last one counting."""
        found = {}
        for each in self.holding(entries):
            event = each.message
            for version in (*(other.version for other in event.restated), event.version):
                found[version] = each.version
        return found

    def is_correction(self, entry: Entry) -> bool:
        """Whether it says something of another fact."""
        return isinstance(entry.message, self._correction)

    def restated(self, entry: Entry) -> Any:
        """A fact as a correction holds it."""
        kept: Any = {self.fields[type(entry.message)]: entry.message}
        return self._corrected(version=entry.version, time=stamp(entry.at), **kept)

    def state(self, event: Any, held: Sequence[Entry], walked: Sequence[Entry]) -> None:
        """In a correction, what it came to: the fact itself, and those that follow otherwise."""
        for before, after in zip(held, walked, strict=True):
            if before.version == event.version and event.HasField("instead"):
                event.instead.CopyFrom(self.restated(after))
            elif before.message != after.message:
                event.restated.append(self.restated(after))


def stated(corrected: Any) -> Entry:
    """A fact as a correction states it."""
    message: Any = getattr(corrected, str(corrected.WhichOneof("fact")))
    return Entry(corrected.version, message, instant(corrected.time))


def _apply(facts: dict[int, Entry], correction: Any) -> None:
    if correction.HasField("instead"):
        facts[correction.version] = stated(correction.instead)
    else:
        facts.pop(correction.version, None)
    for each in correction.restated:
        if each.version in facts:
            facts[each.version] = stated(each)
