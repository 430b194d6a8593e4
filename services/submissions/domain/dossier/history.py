"""Which facts of a dossier hold after its corrections, and as what.

Example: version 3 recorded a result on 1 June. Version 5 corrects version 3 to 2 June; version 6
takes version 5 back. After 5 the end is 2 June, after 6 it is 1 June again.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.dossier.state import Entry
from services.submissions.domain.instants import instant, stamp


def effective(entries: Sequence[Entry]) -> list[Entry]:
    """The facts that hold, in order, without the corrections."""
    facts = {each.version: each for each in entries if not is_correction(each)}
    for correction in corrections(entries):
        _apply(facts, correction.message)
    return [facts[version] for version in sorted(facts)]


def corrections(entries: Iterable[Entry]) -> list[Entry]:
    """The corrections that hold, in order: those that no later one takes back."""
    found: list[Entry] = []
    taken_back: set[int] = set()
    for each in reversed([each for each in entries if is_correction(each)]):
        if each.version not in taken_back:
            found.append(each)
            taken_back.add(each.message.version)
    return found[::-1]


def is_correction(entry: Entry) -> bool:
    """Whether it says something of another fact."""
    return isinstance(entry.message, events.DossierCorrected)


def stated(corrected: events.CorrectedFact) -> Entry:
    """A fact as a correction states it."""
    message: Any = getattr(corrected, str(corrected.WhichOneof("fact")))
    return Entry(corrected.version, message, instant(corrected.time))


def restated(entry: Entry) -> events.CorrectedFact:
    """A fact as a correction holds it."""
    name = FIELDS[type(entry.message)]
    kept: Any = {name: entry.message}
    return events.CorrectedFact(version=entry.version, time=stamp(entry.at), **kept)


def _apply(facts: dict[int, Entry], correction: events.DossierCorrected) -> None:
    if correction.HasField("instead"):
        facts[correction.version] = stated(correction.instead)
    else:
        facts.pop(correction.version, None)
    for each in correction.restated:
        if each.version in facts:
            facts[each.version] = stated(each)


# The field of `CorrectedFact` for each kind of fact.
_FACTS: Any = events.CorrectedFact.DESCRIPTOR.oneofs_by_name["fact"]
FIELDS: dict[Any, str] = {
    getattr(events, each.message_type.name): each.name for each in _FACTS.fields
}
