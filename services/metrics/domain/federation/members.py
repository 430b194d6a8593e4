"""A member of a nation: a city whose published figures are added up, from a day and perhaps to one.

Example: `members/hue` is admitted from 1 January 2026 with the public key of its tree heads. When
its stream is found rewound it is suspended; whoever has spoken with the city reinstates it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeAlias

from google.type.date_pb2 import Date

from motcua.metrics.v1.federation_events_pb2 import (
    MemberAdmitted,
    MemberEnded,
    MemberReinstated,
    MemberRevised,
    MemberSuspended,
)
from motcua.metrics.v1.federation_pb2 import Member
from services.chassis.errors import Refusal, refuse_all
from services.chassis.reasons import ChassisReason
from services.metrics.domain.federation.refusals import FederationReason
from services.metrics.domain.periods import date_of

MEMBERS = "members/"
MOST_KEYS = 10
Event: TypeAlias = MemberAdmitted | MemberRevised | MemberEnded | MemberSuspended | MemberReinstated


def member(events: Iterable[Event]) -> Member:
    """A member after these events; without a name: it was never admitted."""
    found, count = Member(), 0
    for count, event in enumerate(events, 1):  # noqa: B007 — it is used below
        evolve(found, event)
    if count:
        found.etag = etag(count)
    return found


def etag(version: int) -> str:
    """What a caller sends back to say which state of the member he saw."""
    return f'"{version}"'


def evolve(found: Member, event: Event) -> None:
    """The member after one more event."""
    if isinstance(event, MemberAdmitted):
        found.name, found.state = event.member, Member.STATE_ACTIVE
        found.start_date.CopyFrom(event.start_date)
    if isinstance(event, MemberAdmitted | MemberRevised):
        found.display_name = event.display_name
        found.verifier_keys[:] = event.verifier_keys
    elif isinstance(event, MemberEnded):
        found.end_date.CopyFrom(event.end_date)
    elif isinstance(event, MemberSuspended):
        found.state = Member.STATE_SUSPENDED
        found.fault, found.fault_sequence = event.fault, event.sequence
    else:
        found.state = Member.STATE_ACTIVE
        found.ClearField("fault")
        found.ClearField("fault_sequence")


def admit(
    known: Member, *, name: str, display_name: str, start: Date, keys: Sequence[str]
) -> MemberAdmitted:
    """Admit a city that was never a member; raises Refusal with every field that is at fault."""
    refuse_all(faults_of_keys(keys, required=True))
    if known.name:
        raise Refusal(FederationReason.MEMBER_EXISTS, field="member_id", values={"member": name})
    return MemberAdmitted(
        member=name, display_name=display_name, start_date=start, verifier_keys=keys
    )


def revise(known: Member, *, display_name: str, keys: Sequence[str]) -> MemberRevised | None:
    """Other keys or another name; what is not stated stays. None where nothing changes."""
    refuse_all(faults_of_keys(keys, required=False))
    revised = MemberRevised(
        member=known.name,
        display_name=display_name or known.display_name,
        verifier_keys=keys or known.verifier_keys,
    )
    before = (known.display_name, known.verifier_keys)
    return None if (revised.display_name, revised.verifier_keys) == before else revised


def end(known: Member, *, day: Date) -> MemberEnded:
    """End a membership, once."""
    if known.HasField("end_date"):
        ended = {"member": known.name, "day": date_of(known.end_date).isoformat()}
        raise Refusal(FederationReason.MEMBER_ENDED_ALREADY, field="name", values=ended)
    start = date_of(known.start_date)
    if date_of(day) <= start:
        values = {"day": start.isoformat()}
        reason = FederationReason.MEMBER_ENDS_BEFORE_IT_STARTS
        raise Refusal(reason, field="end_date", values=values)
    return MemberEnded(member=known.name, end_date=day)


def suspend(known: Member, *, fault: int, sequence: int) -> MemberSuspended | None:
    """Believe a stream no longer; None where it is not believed already."""
    if known.state == Member.STATE_SUSPENDED:
        return None
    return MemberSuspended(member=known.name, fault=fault, sequence=sequence)  # type: ignore[arg-type]


def reinstate(known: Member, *, reason: str) -> MemberReinstated | None:
    """Believe it again; None where it is believed."""
    if known.state != Member.STATE_SUSPENDED:
        return None
    return MemberReinstated(member=known.name, reason=reason)


def belongs(known: Member, day: date) -> bool:
    """Whether it is a member on a local day."""
    ended = known.HasField("end_date") and date_of(known.end_date) <= day
    return date_of(known.start_date) <= day and not ended


def faults_of_keys(keys: Sequence[str], *, required: bool) -> Iterator[Refusal]:
    """What is wrong with a list of public keys, but for how each is written."""
    field = "verifier_keys"
    if required and not keys:
        yield Refusal(FederationReason.VERIFIER_KEYS_MISSING, field=field)
    if len(keys) > MOST_KEYS:
        yield Refusal(ChassisReason.LIST_TOO_LONG, field=field, values={"most": str(MOST_KEYS)})
    for n, each in enumerate(keys):
        if each in keys[:n]:
            yield Refusal(FederationReason.VERIFIER_KEY_REPEATED, field=f"{field}[{n}]")
