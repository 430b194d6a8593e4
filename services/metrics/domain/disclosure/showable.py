"""Which figures can be shown at all: those of which the audit knows what else they would tell.

Promises one further dimension of a figure, and no fact that a definition of the same items names.
Example: January was shown by service and February by field. A figure of both months can be shown
all the same, and the audit has both dimensions; a third one is not shown. Must not look at counts.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from services.metrics.domain.disclosure.candidates import Figure
from services.metrics.domain.disclosure.regions import has_days
from services.metrics.domain.disclosure.small import auditable, condition, dimensions
from services.metrics.domain.disclosure.work import FIGURE, spend
from services.metrics.domain.expressions.nodes import facts_in
from services.metrics.domain.indicators.definition import Definition


class Showable:
    """Of figures of the same items, which `alike` are all definitions of."""

    def __init__(self, alike: Collection[Definition], figures: Sequence[Figure]) -> None:
        self._alike = alike
        self._asked = facts(alike)
        self._found: dict[str, frozenset[str]] = {}
        self._conditions = {condition(each) for each in alike}
        self._by = self._seen_by(figures)

    def can_be(self, figure: Figure) -> bool:
        """Whether no definition of the same items tells its items apart, by its dimension and by
        the facts of a `where`.
        """
        spend(FIGURE)
        definition, chosen = figure.question.definition, self._chosen_by(figure)
        return (
            (not chosen or chosen in self._by)
            and auditable(figure.latest, chosen, self._asked)
            and has_days(figure.question)
            and self._others(definition).isdisjoint(chosen_by(definition))
        )

    def _others(self, definition: Definition) -> frozenset[str]:
        """The facts of definitions with another condition."""
        where = condition(definition)
        if where not in self._found:
            others = (each for each in self._alike if condition(each) != where)
            self._found[where] = facts(others)
        return self._found[where]

    def _chosen_by(self, figure: Figure) -> frozenset[str]:
        """By what its items are chosen among those that the definitions consider: dimensions, and
        its own definition's `where` if others have another.
        """
        where = condition(figure.question.definition)
        divided = where and self._conditions - {where}
        return dimensions(figure.latest) | ({where} if divided else set())

    def _seen_by(self, figures: Sequence[Figure]) -> set[frozenset[str]]:
        """By what the public sees figures, beside unit and time: by what any was shown, which are
        several where a period joins others that were seen by different ones; else by what comes
        first.
        """
        shown = {self._chosen_by(each) for each in figures if each.before} - {frozenset()}
        wanted = (self._chosen_by(each) for each in figures if each.now)
        return shown or {next((each for each in wanted if each), frozenset())}


@lru_cache(maxsize=1024)  # it is asked of every figure
def chosen_by(definition: Definition) -> frozenset[str]:
    """The facts by which it chooses the items that it considers."""
    among = facts_in(definition.where) if definition.where else frozenset()
    return frozenset(fact.name for fact in among)


def facts(definitions: Iterable[Definition]) -> frozenset[str]:
    """All that they name."""
    return frozenset(name for each in definitions for name in each.names)
