"""The parts of a condition: what each is (a column, a text, a number, a time, true or false), and
its value for a line, None where it is absent.

A column is read as what stands on the other side: as a number beside a number, as a time beside a
time. A cell that is none makes its line faulty.
"""

import operator
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from lark import Token
from lark.visitors import Transformer_NonRecursive

from services.console.importing.faults import TIME_BEYOND, Faulty, Unusable
from services.console.importing.formats.sheets import Cells
from services.console.importing.keys import MappingError
from services.console.importing.numerals import is_decimal, share_of, truth_of
from services.console.text import alike, clean

COLUMN, WORD, NUMBER, INSTANT, TRUTH = "a column", "a text", "a number", "a time", "a condition"
ORDERED = "a number or a time"
SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge, "contains": operator.contains, "startsWith": str.startswith,
    "endsWith": str.endswith,
}  # fmt: skip
Times = Callable[[str, str], datetime]  # the time in the text of a column; Faulty where it is none


class Node(NamedTuple):
    """A part of a condition; `name`: of a column."""

    kind: str
    of: Callable[[Cells], Any]
    name: str = ""


class Typing(Transformer_NonRecursive[Token, Node]):
    """One method a rule of the grammar, called from the leaves up."""

    def __init__(self, times: Times) -> None:
        super().__init__()
        self.columns: list[str] = []  # that were named
        self.texts: list[str] = []  # as they are compared
        self.reads: dict[str, Callable[[str, str], Any]] = {
            WORD: lambda text, _: alike(text),
            NUMBER: lambda text, _: share_of(text),
            INSTANT: times,
            TRUTH: lambda text, _: truth_of(text),
            ORDERED: lambda text, name: share_of(text) if is_decimal(text) else times(text, name),
        }

    def reading(self, kind: str, node: Node) -> Node:
        """The node as one of this kind; MappingError where it cannot be."""
        if node.kind == kind or (kind == ORDERED and node.kind in {NUMBER, INSTANT}):
            return node
        if node.kind != COLUMN:
            raise MappingError(f"{node.kind} stands where {kind} belongs")
        read = self.reads[kind]

        def of(cells: Cells) -> Any:
            text = node.of(cells)
            try:
                return None if text is None else read(text, node.name)
            except Faulty as found:
                raise found.at(node.name) from None

        return Node(kind, of)

    def both(self, left: Node, right: Node, otherwise: str) -> list[Node]:
        """Two nodes as what one of them is; two columns as texts, or numbers, or times."""
        kinds = [each.kind for each in (left, right) if each.kind != COLUMN] or [otherwise]
        return [self.reading(kinds[0], each) for each in (left, right)]

    def column(self, name: list[Token]) -> Node:
        self.columns.append(clean(written(name[0])))
        column, compared = self.columns[-1], alike(self.columns[-1])

        def of(cells: Cells) -> str | None:
            text = dict.__getitem__(cells, compared)
            if isinstance(text, Unusable):
                raise text.faulty.at(column)
            return clean(text) or None

        return Node(COLUMN, of, column)

    def word(self, text: list[Token]) -> Node:
        self.texts.append(value := alike(written(text[0])))
        return Node(WORD, lambda _: value)

    def number(self, digits: list[Token]) -> Node:
        value = share_of(str(digits[0]))
        return Node(NUMBER, lambda _: value)

    def instant(self, text: list[Token]) -> Node:
        try:
            at = datetime.fromisoformat(written(text[0]))
        except ValueError:
            raise MappingError(f"{text[0]} is no instant") from None
        if at.tzinfo is None:
            raise MappingError(f"{text[0]} has no offset")
        return Node(INSTANT, lambda _: at)

    def true(self, _: list[Any]) -> Node:
        return Node(TRUTH, lambda _: True)

    def false(self, _: list[Any]) -> Node:
        return Node(TRUTH, lambda _: False)

    def known(self, parts: list[Node]) -> Node:
        return Node(TRUTH, lambda cells: parts[0].of(cells) is not None)

    def part(self, parts: list[Any]) -> Node:
        whole, text = self.reading(WORD, parts[0]), self.word(parts[2:])
        return strict(TRUTH, SIGNS[parts[1]], whole, text)

    def negation(self, parts: list[Node]) -> Node:
        return strict(TRUTH, operator.not_, self.reading(TRUTH, parts[0]))

    def conjunction(self, parts: list[Node]) -> Node:
        return connection([self.reading(TRUTH, part) for part in parts], decides=False)

    def disjunction(self, parts: list[Node]) -> Node:
        return connection([self.reading(TRUTH, part) for part in parts], decides=True)

    def choice(self, parts: list[Node]) -> Node:
        asked, (yes, no) = self.reading(TRUTH, parts[0]), self.both(parts[1], parts[2], WORD)

        def of(cells: Cells) -> Any:
            found = asked.of(cells)
            return None if found is None else (yes if found else no).of(cells)

        return Node(yes.kind, of)

    def comparison(self, parts: list[Any]) -> Node:
        sign = str(parts[1])
        left, right = self.both(parts[0], parts[2], WORD if sign in {"==", "!="} else ORDERED)
        if left.kind in {WORD, TRUTH} and sign not in {"==", "!="}:
            raise MappingError(f"{left.kind} has no order: {sign}")
        return strict(TRUTH, SIGNS[sign], left, right)

    def among(self, parts: list[Node]) -> Node:
        pairs = [self.both(parts[0], each, WORD) for each in parts[1:]]
        return connection([strict(TRUTH, operator.eq, *pair) for pair in pairs], decides=True)

    def multiplied(self, parts: list[Node]) -> Node:
        return strict(NUMBER, operator.mul, *(self.reading(NUMBER, each) for each in parts))

    def earlier(self, parts: list[Node]) -> Node:
        at, seconds = self.reading(INSTANT, parts[0]), self.reading(NUMBER, parts[1])
        columns = ", ".join(each.name for each in parts if each.name)

        def before(at: datetime, by: Fraction) -> datetime:
            try:
                return at - timedelta(seconds=float(by))
            except OverflowError:
                raise Faulty(TIME_BEYOND, field=columns, value=float(by)) from None

        return strict(INSTANT, before, at, seconds)


def written(token: Token) -> str:
    """A text without its quotation marks, of which one within is written as \\" or \\'; a name."""
    if token.type != "TEXT":
        return str(token)
    return re.sub(r"\\(.)", r"\1", str(token)[1:-1])


def strict(kind: str, value: Callable[..., Any], *parts: Node) -> Node:
    """What is absent where one of its parts is."""

    def of(cells: Cells) -> Any:
        found = [part.of(cells) for part in parts]
        return None if None in found else value(*found)

    return Node(kind, of)


def connection(parts: Sequence[Node], *, decides: bool) -> Node:
    """`&&` or `||`: one false, or one true, decides whatever the others are."""

    def of(cells: Cells) -> bool | None:
        found: bool | None = not decides
        for part in parts:
            value: bool | None = part.of(cells)
            if value is decides:
                return decides
            found = None if value is None else found
        return found

    return Node(TRUTH, of)
