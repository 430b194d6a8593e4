"""Whether a condition can be absent: a reason must be decided for every item that reaches it.

Example: `level < 3` is absent where the level is not known, so it may only stand after a reason
that takes those items, such as `!has(level)`.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_
from typing import NamedTuple

from services.chassis.errors import Refusal
from services.metrics.domain.expressions import nodes
from services.metrics.domain.expressions.nodes import CONNECTIVES, HAS, LITERAL, Node, facts_in
from services.metrics.domain.expressions.refusals import ExpressionReason

MOST = 20  # atoms and optional facts; a table has 2^20 rows then


class Truth(NamedTuple):
    """For each row of a truth table a bit: where it is true, where it is false; else absent."""

    true: int
    false: int


def can_be_absent(condition: Node, earlier: Sequence[Node]) -> bool:
    """Whether, for some combination of its atoms and of known facts, a condition is absent where
    no earlier one is true. Raises Refusal where they are too many to try.
    """
    table = _Table.of([condition, *earlier])
    taken = reduce(or_, (table.truth(each).true for each in earlier), 0)
    truth = table.truth(condition)
    return bool(table.rows & ~(truth.true | truth.false | taken))


class _Table:
    """All combinations of which optional facts are known and which atoms are true: one bit each."""

    def __init__(self, names: Sequence[object]) -> None:
        self.rows = (1 << (1 << len(names))) - 1
        self.columns = {name: self._column(n, len(names)) for n, name in enumerate(names)}

    @classmethod
    def of(cls, conditions: Iterable[Node]) -> "_Table":
        atoms = {atom for condition in conditions for atom in atoms_of(condition)}
        optional = {fact for atom in atoms for fact in facts_in(atom) if fact.optional}
        free = {atom for atom in atoms if atom.operator not in (HAS, LITERAL)}
        if len(names := [*optional, *free]) > MOST:
            raise Refusal(ExpressionReason.REASONS_TOO_MANY, values={"most": str(MOST)})
        return cls(names)

    def _column(self, n: int, names: int) -> int:
        """Bit r of it is bit n of r: runs of 2^n zeros and 2^n ones."""
        run = 1 << n
        pattern, width = ((1 << run) - 1) << run, 2 * run
        while width < 1 << names:
            pattern, width = pattern | pattern << width, 2 * width
        return pattern

    def truth(self, node: Node) -> Truth:
        """Where a condition is true and where it is false, by the logic of absent operands."""
        if node.operator not in CONNECTIVES:
            return self._of_atom(node)
        parts = [self.truth(part) for part in node.parts]
        match node.operator:
            case nodes.NOT:
                return Truth(parts[0].false, parts[0].true)
            case nodes.AND:
                return Truth(
                    *(
                        reduce(by, row)
                        for by, row in zip((and_, or_), zip(*parts, strict=True), strict=True)
                    )
                )
            case nodes.OR:
                return Truth(
                    *(
                        reduce(by, row)
                        for by, row in zip((or_, and_), zip(*parts, strict=True), strict=True)
                    )
                )
        condition, yes, no = parts
        return Truth(
            *(condition.true & a | condition.false & b for a, b in zip(yes, no, strict=True))
        )

    def _of_atom(self, node: Node) -> Truth:
        known = reduce(and_, (self.columns[f] for f in facts_in(node) if f.optional), self.rows)
        if node.operator == HAS:
            return Truth(known, self.rows & ~known)
        if node.operator == LITERAL:
            return Truth(self.rows, 0) if node.value else Truth(0, self.rows)
        return Truth(known & self.columns[node], known & ~self.columns[node])


def atoms_of(condition: Node) -> set[Node]:
    """The conditions that no `!`, `&&`, `||` or `?:` between conditions makes up."""
    if condition.operator not in CONNECTIVES:
        return {condition}
    return set().union(*map(atoms_of, condition.parts))
