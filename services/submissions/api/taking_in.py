"""What another system's records come to, whatever they are of: dossiers, petitions, counted facts.

A record that is refused is named in the answer with every field that is at fault, and stops no
other; of very many, the first are named.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from google.protobuf.descriptor import Descriptor

from services.chassis.call import Call
from services.chassis.errors import Refusal
from services.chassis.limits.weight import entries
from services.chassis.reasons import ChassisReason, Kind
from services.chassis.store import Executed
from services.chassis.validation import Check, compiled
from services.submissions.domain.refusals import SubmissionsReason
from services.submissions.domain.units import Units
from services.submissions.queries.catalogue import Catalogue

MOST_RECORDS, MOST_NAMED = 500, 1000  # of a message; of an answer, which has one for all messages
MOST_WITHIN = 20_000  # steps and other entries of lists, of all records of a message
# Said of this service, not of a record: the whole call fails and can be repeated.
_NOT_THE_RECORDS_FAULT = {Kind.UNAVAILABLE, Kind.DEADLINE, Kind.INTERNAL}


def require_few(records: Sequence[Any], *, field: str) -> None:
    """Refuse a message of more than 500 records, or of records that together hold too much."""
    if len(records) > MOST_RECORDS:
        values = {"most": str(MOST_RECORDS)}
        raise Refusal(SubmissionsReason.TOO_MANY_RECORDS, field=field, values=values)
    if sum(map(entries, records)) > MOST_WITHIN:
        values = {"most": f"{MOST_WITHIN:,}"}
        raise Refusal(ChassisReason.REQUEST_TOO_MANY_PARTS, field=field, values=values)


def require_well_formed(record: Any) -> None:
    """What the contract asks of one record, so that a malformed one stops no other."""
    _check(record.DESCRIPTOR)(record)


async def wait_for_units(catalogue: Catalogue, names: set[str]) -> None:
    """Wait a moment, once for all of a message, for units that are not known yet."""
    await asyncio.gather(*map(catalogue.knows_unit, names))


def require_units(units: Units, named: Iterable[tuple[str, str]]) -> None:
    """Refuse a unit that is unknown; `named`: each after the field that names it."""
    for field, unit in named:
        if not units.knows(unit):
            raise Refusal(SubmissionsReason.UNIT_UNKNOWN, field=field, values={"unit": unit})


class Outcomes:
    """The answer to one call, record by record; of a trial with the keys of what would be recorded.
    Who is refused all of them for their units, at the field `by`, is denied as a whole.
    """

    def __init__(self, call: Call, answer: Any, *, by: str) -> None:
        self._call = call
        self._answer = answer
        self._by = by
        # An answer without `updated` is of facts that do not grow.
        self._grows = "updated" in answer.DESCRIPTOR.fields_by_name
        self._anomalies: Counter[str] = Counter()
        self._denied: str | None = None  # the unit of a record

    def note(
        self,
        source: str,
        key: str,
        unit: str,
        result: Executed[Any] | BaseException | None,
        *,
        trial: bool = False,
    ) -> None:
        """What a record of a unit came to: what it added, None where all was known before, or why
        it was refused. What is not the record's fault is raised.
        """
        if isinstance(result, Refusal) and result.reason.kind not in _NOT_THE_RECORDS_FAULT:
            self._note_refusal(source, key, unit, result)
        elif isinstance(result, BaseException):
            raise result
        elif result is None:
            self._answer.known += 1
        else:
            self._note_added(key, result, trial=trial)

    def answer(self) -> Any:
        """What became of everything. Who could reach none of it is told so."""
        if self._denied is not None and not self._reached():
            self._call.permit(self._denied)
        self._call.exempt()
        if self._anomalies:
            self._answer.anomalies.update(self._anomalies)
        return self._answer

    def _reached(self) -> int:
        counts = ("added", "updated", "known")
        return sum(int(getattr(self._answer, each, 0)) for each in counts)

    def _note_added(self, key: str, done: Executed[Any], *, trial: bool) -> None:
        effect = "updated" if self._grows and done.version > len(done.facts) else "added"
        setattr(self._answer, effect, getattr(self._answer, effect) + 1)
        if trial:
            name_first(getattr(self._answer, f"{effect}_keys"), key)
        self._answer.position = max(self._answer.position, done.position)
        self._anomalies.update({name for each in done.facts for name in _anomalies(each.message)})

    def _note_refusal(self, source: str, key: str, unit: str, refusal: Refusal) -> None:
        self._answer.refused += 1
        self._call.refused(refusal, self._call)
        if refusal.reason is ChassisReason.NOT_PERMITTED and refusal.field == self._by:
            self._denied = unit
        room = MOST_NAMED - len(self._answer.refusals)
        for each in (refusal, *refusal.also)[:room]:
            self._answer.refusals.add(
                source=source,
                key=key,
                reason=each.reason.code,
                field=each.field,
                message_vi=each.message("vi"),
                message_en=each.message("en"),
            )


def name_first(keys: Any, key: str) -> None:
    """Name one more record in an answer, of a thousand at most."""
    if len(keys) < MOST_NAMED:
        keys.append(key)


def _anomalies(message: Any) -> set[str]:
    """By their names, such as `ended_in_future`."""
    if (field := message.DESCRIPTOR.fields_by_name.get("anomalies")) is None:
        return set()
    names = field.enum_type.values_by_number
    shared = names[0].name.removesuffix("UNSPECIFIED")
    return {names[each].name.removeprefix(shared).lower() for each in message.anomalies}


@cache
def _check(contract: Descriptor) -> Check:
    return compiled(contract)
