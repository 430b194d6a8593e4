"""Units as the catalogue tells them, by their dated facts: places in the tree, ends, policies.

Promises an answer about any instant, before a unit's opening and after its end, too: a unit that
ended lies where it lay last. Must not read a clock.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from services.chassis.errors import Reason, Refusal
from services.submissions.domain import refusals
from services.submissions.domain.instants import shown


class Change(NamedTuple):
    """One dated fact of a unit: a place below a parent ("": a root), its end, or a policy."""

    version: int  # in the unit's stream: what a withdrawal names
    effective_time: datetime
    parent: str | None = None
    ends: bool = False
    refuses_below_3: bool | None = None


Told = Mapping[tuple[str, int], Change | None]  # by unit and version; None: withdrawn


class Units:
    """Every known unit with its facts in order of their effective times. What was planned for its
    end or later never takes place.
    """

    def __init__(self) -> None:
        self._changes: dict[str, tuple[Change, ...]] = {}

    def learn(self, told: Told) -> None:
        """Facts and withdrawals; to be told the same again changes nothing."""
        for (name, version), change in told.items():
            kept = [each for each in self._changes.get(name, ()) if each.version != version]
            after = [*kept, change] if change else kept
            self._changes[name] = tuple(sorted(after, key=_order))

    def knows(self, name: str) -> bool:
        """Whether the unit was ever opened, planned ones included."""
        return any(each.parent is not None for each in self._changes.get(name, ()))

    def parent(self, name: str, at: datetime) -> str:
        """The parent at an instant; before the opening the first one; "" at the top."""
        found: str | None = None
        for change in self._changes.get(name, ()):
            if change.ends or (found is not None and change.effective_time > at):
                break
            found = found if change.parent is None else change.parent
        return found or ""

    def upward(self, name: str, at: datetime) -> Iterator[str]:
        """The unit and every unit above it at an instant, each once whatever was told."""
        seen = set()
        while name and name not in seen:
            seen.add(name)
            yield name
            name = self.parent(name, at)

    def within(self, ancestor: str, unit: str, at: datetime) -> bool:
        """Whether a unit is the ancestor or lies below it at an instant; "" stands above all."""
        return not ancestor or ancestor in self.upward(unit, at)

    def below(self, ancestor: str, at: datetime) -> list[str]:
        """The known units of a subtree at an instant, by name; "" stands above all."""
        children: dict[str, list[str]] = {}
        for name in filter(self.knows, self._changes):
            children.setdefault(self.parent(name, at), []).append(name)
        found = [ancestor]
        for name in found:  # which grows meanwhile
            found += children.pop(name, ())
        return sorted(set(filter(self.knows, found)))

    def refuses_below_3(self, name: str, at: datetime) -> bool:
        """Whether online filings below level 3 are refused: by the unit's own policy at that
        instant, else by that of the nearest unit above; where nobody has one, they are not.
        """
        policies = (self._policy(each, at) for each in self.upward(name, at))
        return next((policy for policy in policies if policy is not None), False)

    def must_be_open(self, name: str, at: datetime, *, field: str) -> None:
        """Refuse a unit that is not open yet, or no more."""
        changes = self._changes.get(name, ())
        opening = next((each for each in changes if each.parent is not None), None)
        if opening and at < opening.effective_time:
            raise _refusal(refusals.UNIT_NOT_OPEN_YET, name, opening.effective_time, field)
        end = next((each for each in changes if each.ends), None)
        if end and end.effective_time <= at:
            raise _refusal(refusals.UNIT_ENDED, name, end.effective_time, field)

    def _policy(self, name: str, at: datetime) -> bool | None:
        for change in reversed(self._changes.get(name, ())):
            if change.refuses_below_3 is not None and change.effective_time <= at:
                return change.refuses_below_3
        return None


def _order(change: Change) -> tuple[datetime, bool, int]:
    """Of one instant, an end comes first, and then what was recorded first."""
    return change.effective_time, not change.ends, change.version


def _refusal(reason: Reason, name: str, time: datetime, field: str) -> Refusal:
    return Refusal(reason, field=field, values={"name": name, "time": shown(time)})
