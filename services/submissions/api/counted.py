"""A counted fact on its way: read, decided, and what it comes to.

Promises that of a fact whose append found its series changed nothing is said. Must not decide
anything.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

from services.chassis.errors import Refusal
from services.chassis.log import Outcome, Status
from services.chassis.store import Change, Command, Executed
from services.submissions.domain.counts.series import SERIES, Counted, Series
from services.submissions.domain.moments import day
from services.submissions.queries.counts import Days

Result: TypeAlias = Executed[Series] | BaseException | None  # None: it was known before
Decided: TypeAlias = list[Change] | Refusal


class Read(NamedTuple):
    """A fact that can be recorded, the command that records it, and its events."""

    source: str
    stated: Any
    command: Command
    events: Sequence[Counted]

    @property
    def days(self) -> Days:
        """Where no single dossier may count."""
        of = self.stated
        return Days(of.population, of.unit, of.service, day(of.start_date), day(of.end_date))


def executed(changes: Sequence[Change], *, position: int = 0) -> Executed[Series]:
    """What a fact recorded, or would; `position` 0: a trial."""
    first = changes[0]
    facts = tuple(fact for each in changes for fact in each.facts if each.stream == first.stream)
    return Executed(SERIES.initial(), first.stream, first.version + len(facts), position, facts)


def appended(changes: Sequence[Change], outcome: Outcome | BaseException) -> Result:
    """What became of the changes of a fact."""
    if isinstance(outcome, BaseException):
        return outcome
    if outcome.status is not Status.APPENDED:
        return None
    return executed(changes, position=outcome.position)


def tried(decided: Decided) -> Result:
    """What a trial answers of a fact."""
    return decided if isinstance(decided, Refusal) else executed(decided)
