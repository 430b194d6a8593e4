"""The patterns of an electronic form: regular expressions that every engine takes alike.

A portal's browser tries a pattern by going back and forth, the service by an engine whose time
grows with the text alone. So a pattern has neither look-around nor back-references, and no two ways
to read one text while it repeats: `(a+)+$` takes a browser 2^n steps for n letters.
"""

import re
from collections.abc import Iterator
from functools import reduce
from typing import NamedTuple

from jsonschema_rs import RegexOptions, ValidationError, validator_for

from services.catalog.domain.cycles import Pair, cycles
from services.catalog.domain.form_letters import ANY, Letters, of_class, of_escape, one
from services.catalog.domain.form_letters import overlap as letters_overlap
from services.catalog.domain.refusals.content import ContentReason
from services.chassis.reasons import Reason

LONGEST = 1_000  # characters
DEEPEST = 30  # groups within groups
MOST_POSITIONS = 400  # letters and classes, with those that repeat written out
MOST_STEPS = 20_000  # of the search for ambiguity, in all patterns of a form
MOST_COPIES = 32  # of what repeats so often and no more; beyond, it counts as without end
LINEAR = RegexOptions(size_limit=1_000_000)
QUANTIFIER = re.compile(r"[*+?]|\{(\d{1,4})(,(\d{0,4}))?\}")


class Unsound(Exception):  # noqa: N818 — said of a pattern
    """Why a pattern is not taken: a reason, and the part that shows it."""

    def __init__(self, reason: Reason, part: str = "") -> None:
        super().__init__(reason.code)
        self.reason, self.part = reason, part


class Piece(NamedTuple):
    """A part of a pattern as its places (Glushkov): where it begins, ends, and may be empty."""

    first: frozenset[int]
    last: frozenset[int]
    is_empty: bool


NOTHING = Piece(frozenset(), frozenset(), True)


class Effort:
    """How much may still be searched in the patterns of a form."""

    def __init__(self) -> None:
        self.left = MOST_STEPS

    def spend(self, steps: int) -> None:
        """Raise Unsound when there is not so much left."""
        self.left -= steps
        if self.left < 0:
            raise Unsound(ContentReason.FORM_SCHEMA_PATTERN_AMBIGUOUS)


def require_linear(pattern: str, effort: Effort) -> None:
    """Raise Unsound for a pattern that is not taken."""
    if len(pattern) > LONGEST:
        raise Unsound(ContentReason.FORM_SCHEMA_PATTERN_INVALID)
    automaton = Automaton(pattern, effort)
    try:
        validator_for({"pattern": pattern}, pattern_options=LINEAR)
    except (ValidationError, ValueError):
        raise Unsound(ContentReason.FORM_SCHEMA_PATTERN_INVALID) from None
    if automaton.is_ambiguous():
        raise Unsound(ContentReason.FORM_SCHEMA_PATTERN_AMBIGUOUS)


class Automaton:
    """A pattern read into places, each with its letters and the places that may follow it."""

    def __init__(self, pattern: str, effort: Effort) -> None:
        self.text, self.at, self.depth = pattern, 0, 0
        self.effort = effort
        self.letters: list[Letters] = []
        self.follow: list[set[int]] = []
        self.alternatives()
        if self.at < len(pattern):
            raise Unsound(ContentReason.FORM_SCHEMA_PATTERN_INVALID, ")")

    def alternatives(self) -> Piece:
        """What `|` divides."""
        whole = self.sequence()
        while self.taken("|"):
            other = self.sequence()
            whole = Piece(
                whole.first | other.first,
                whole.last | other.last,
                whole.is_empty or other.is_empty,
            )
        return whole

    def sequence(self) -> Piece:
        """One repeated part after the other."""
        whole = NOTHING
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            whole = self.then(whole, self.repeated())
        return whole

    def repeated(self) -> Piece:
        """A part with what says how often it stands."""
        start = self.at
        part = self.part()
        end = self.at
        found = QUANTIFIER.match(self.text, self.at)
        if not found:
            return part
        self.at = found.end()
        self.taken("?")
        after = self.at
        if QUANTIFIER.match(self.text, after):
            raise Unsound(ContentReason.FORM_SCHEMA_PATTERN_INVALID, self.text[end : after + 1])
        least, most = times(found)
        return self.copies(part, (start, end), least, most, after)

    def copies(
        self, part: Piece, written: tuple[int, int], least: int, most: int | None, after: int
    ) -> Piece:
        """A part written out as often as it may stand; the last copy goes on without end."""
        if most is None or most > MOST_COPIES:
            if any(self.follow[end] & part.first for end in part.last):
                raise Unsound(
                    ContentReason.FORM_SCHEMA_PATTERN_AMBIGUOUS
                )  # what repeats repeats already
            self.link(part.last, part.first)
            return part._replace(is_empty=part.is_empty or not least)
        every = [part, *(self.again(written[0]) for _ in range(most - 1))][:most]
        self.at = after
        rest = NOTHING  # a{2,4} is aa(a(a)?)?, so that there is one way to read three
        for copy in reversed(every[least:]):
            rest = self.then(copy, rest)._replace(is_empty=True)
        return reduce(self.then, [*every[:least], rest], NOTHING)

    def again(self, start: int) -> Piece:
        """A part read once more, as places of its own."""
        self.at = start
        return self.part()

    def part(self) -> Piece:
        """A letter, a class, a group, or a place between letters."""
        letter = self.text[self.at]
        self.at += 1
        match letter:
            case "(":
                return self.group()
            case "[":
                return self.position(self.of_class())
            case "\\":
                return self.escape()
            case "^" | "$":
                return NOTHING
            case ".":
                return self.position(ANY)
            case "*" | "+" | "?" | "{" | "}" | "]":
                raise Unsound(ContentReason.FORM_SCHEMA_PATTERN_INVALID, letter)
        return self.position(one(letter))

    def group(self) -> Piece:
        """What stands in parentheses, named or not."""
        head = re.compile(r"\?(?::|<[^\W\d]\w*>)").match(self.text, self.at)
        if head:
            self.at = head.end()
        elif self.text[self.at : self.at + 1] == "?":
            raise Unsound(
                ContentReason.FORM_SCHEMA_PATTERN_NOT_LINEAR, self.text[self.at - 1 : self.at + 3]
            )
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unsound(ContentReason.FORM_SCHEMA_PATTERN_INVALID, "(")
        inside = self.alternatives()
        self.depth -= 1
        if not self.taken(")"):
            raise Unsound(ContentReason.FORM_SCHEMA_PATTERN_INVALID, "(")
        return inside

    def of_class(self) -> Letters:
        """The letters of a class, up to its end."""
        found = of_class(self.text, self.at)
        if found is None:
            raise Unsound(ContentReason.FORM_SCHEMA_PATTERN_INVALID, "[")
        letters, self.at = found
        return letters

    def escape(self) -> Piece:
        """What a backslash says; a number or a name would refer back."""
        letter = self.text[self.at : self.at + 1]
        if (letter.isdigit() and letter != "0") or letter == "k":
            raise Unsound(ContentReason.FORM_SCHEMA_PATTERN_NOT_LINEAR, f"\\{letter}")
        if letter and letter in "bB":
            self.at += 1
            return NOTHING
        found = of_escape(self.text, self.at)
        if found is None:
            raise Unsound(ContentReason.FORM_SCHEMA_PATTERN_INVALID, f"\\{letter}")
        letters, self.at = found
        return self.position(letters)

    def taken(self, letter: str) -> bool:
        """Whether this stands here; then it is passed."""
        found = self.text.startswith(letter, self.at)
        self.at += found
        return found

    def position(self, letters: Letters) -> Piece:
        """One more position of the automaton (Glushkov)."""
        if len(self.letters) >= MOST_POSITIONS:
            raise Unsound(ContentReason.FORM_SCHEMA_PATTERN_AMBIGUOUS)
        self.letters.append(letters)
        self.follow.append(set())
        here = frozenset({len(self.letters) - 1})
        return Piece(here, here, False)

    def then(self, one_: Piece, other: Piece) -> Piece:
        """Two pieces, one after the other."""
        self.link(one_.last, other.first)
        return Piece(
            one_.first | other.first if one_.is_empty else one_.first,
            other.last | one_.last if other.is_empty else other.last,
            one_.is_empty and other.is_empty,
        )

    def link(self, ends: frozenset[int], begins: frozenset[int]) -> None:
        for end in ends:
            self.follow[end] |= begins

    def is_ambiguous(self) -> bool:
        """Whether two ways lead from a place back to it over one text (exponential ambiguity): then
        in the product of the automaton with itself, a pair of two places lies on a cycle through a
        pair of one.
        """
        return any(
            any(p == q for p, q in cycle) and any(p != q for p, q in cycle)
            for cycle in cycles(self.pairs_ahead())
        )

    def pairs_ahead(self) -> dict[Pair, set[Pair]]:
        """Which pairs of places may follow a pair over one letter, from pairs of one place on."""
        waiting = [(n, n) for n in range(len(self.letters))]
        found: dict[Pair, set[Pair]] = {}
        while waiting:
            pair = waiting.pop()
            if pair in found:
                continue
            self.effort.spend(len(self.follow[pair[0]]) * len(self.follow[pair[1]]))
            found[pair] = set(self.after(*pair))
            waiting += found[pair] - found.keys()
        return found

    def after(self, p: int, q: int) -> Iterator[Pair]:
        """Pairs of places that one letter leads to; of two that mirror each other, one."""
        for a in self.follow[p]:
            for b in self.follow[q]:
                if letters_overlap(self.letters[a], self.letters[b]):
                    yield (a, b) if a <= b else (b, a)


def times(found: "re.Match[str]") -> tuple[int, int | None]:
    """How often at least and at most; None is without end."""
    simple = {"*": (0, None), "+": (1, None), "?": (0, 1)}
    if found[0] in simple:
        return simple[found[0]]
    least = int(found[1])
    if found[2] is None:
        return least, least
    return least, int(found[3]) if found[3] else None
