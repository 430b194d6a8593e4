"""A record on its way: as it was sent, as it begins a dossier, and as it goes on with one.

Promises that what was not appended since another was quicker goes on with what that one began. Must
not decide what a record comes to.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis.decider import Fact
from services.chassis.ids import derived
from services.chassis.log import Append, Outcome, Status
from services.chassis.store import Command, Executed
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.state import Dossier
from services.submissions.queries.catalogue import OfferingCopy
from services.submissions.queries.linked import Links
from services.submissions.queries.records import EarlierRecord

Earlier: TypeAlias = Mapping[UUID, EarlierRecord]  # by command id
Result: TypeAlias = Executed[Any] | BaseException | None  # None: all of it was known before


class Sent(NamedTuple):
    """A record with the command that begins a dossier of it."""

    source: str
    record: api.DossierRecord
    first: Command
    links: Links

    @property
    def again(self) -> Command:
        """The command that goes on with the dossier: further steps make another one, so that its
        id is made of the content, too.
        """
        id_ = derived(self.source, self.record.key, self.first.fingerprint.hex())
        return self.first._replace(id=id_)


class Begun(NamedTuple):
    """A record that nobody brought before, its facts, and the append of them."""

    sent: Sent
    copy: OfferingCopy
    facts: list[Fact]
    append: Append


class Continued(NamedTuple):
    """A record whose dossier was there; `begun`: the facts with which we would have begun it."""

    sent: Sent
    copy: OfferingCopy
    dossier: str
    begun: Sequence[Fact] = ()


Decided: TypeAlias = Result | Begun | Continued


def is_known(sent: Sent, before: Earlier) -> bool:
    """Whether all of a record is known: by what it began, or by what went on with that."""
    first = before.get(sent.first.id)
    if first is None:
        return False
    again = before.get(sent.again.id)
    return any(each and sent.first.is_known_by(each.fingerprint) for each in (first, again))


def executed(name: str, facts: Sequence[Fact], *, position: int = 0) -> Executed[Dossier]:
    """What a record began, or would; of the dossier itself nobody asks."""
    return Executed(DOSSIERS.initial(), name, len(facts), position, tuple(facts))


def appended(begun: Begun, outcome: Outcome | BaseException) -> Result | Continued:
    """A record that was to begin a dossier: it did, or another did."""
    if isinstance(outcome, BaseException):
        return outcome
    name = begun.append.events[0].stream
    if outcome.status is Status.APPENDED:
        return executed(name, begun.facts, position=outcome.position)
    return Continued(begun.sent, begun.copy, name, begun.facts)
