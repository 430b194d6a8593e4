"""The definitions by which questions are answered: those that were adopted, in that order.

A version that was adopted never changes its meaning: another meaning is another version.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from services.chassis.errors import Refusal
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.indicators.shipped import shipped
from services.metrics.domain.refusals import MetricsReason


class Definitions:
    """All of one service; further ones are added while it runs."""

    def __init__(self, adopted: Iterable[Definition] = ()) -> None:
        self._known: dict[str, Definition] = {}
        self._newest: dict[str, Definition] = {}  # by id
        self._left_out: list[int] = []
        for each in adopted:
            self.add(each)

    def __iter__(self) -> Iterator[Definition]:
        return iter(tuple(self._known.values()))

    def clear(self) -> None:
        """None is known."""
        self._known, self._newest, self._left_out = {}, {}, []

    def add(self, adopted: Definition) -> None:
        """One more."""
        self._known[adopted.name] = adopted
        newest = self._newest.setdefault(adopted.id, adopted)
        if adopted.version >= newest.version:
            self._newest[adopted.id] = adopted

    def leave_out(self, position: int) -> None:
        """One that was adopted there, and that this version of the software cannot read."""
        self._left_out.append(position)

    def newest(self, of: Iterable[Definition]) -> int:
        """The position up to which these are all that were adopted of their kind and key."""
        newest = max((each.position for each in of), default=0)
        return min([newest, *(each - 1 for each in self._left_out)])

    def find(self, id: str, version: int = 0) -> Definition:  # noqa: A002 — the contract's word
        """The definition asked for; the newest version when none is named. Raises Refusal where it
        was not adopted.
        """
        name = f"{id}@{version}" if version else id
        found = (self._known if version else self._newest).get(name)
        if found is None:
            values = {"definition": name}
            raise Refusal(MetricsReason.DEFINITION_UNKNOWN, field="definition", values=values)
        return found

    def of_kind(self, kind: str) -> tuple[Definition, ...]:
        """Those whose items are of this kind, such as `dossier`."""
        return tuple(each for each in self if each.kind.name == kind)


@cache
def with_the_software() -> Definitions:
    """Those whose texts come with the software."""
    return Definitions(shipped().values())
