"""Patterns of times: ISO 8601, and those that a mapping states in the letters of strftime.

Promises one reading of every text, or that the pattern is refused: what it leaves open, such as the
century of %y or the place that %Z means, would be another instant by guessing.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from services.console.times.parts import HALVES, MONTHS, WEEKDAYS, WRITTEN_OFFSET, Wall, wall

ISO_DAYS = (
    r"(?P<Y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})",
    r"(?P<Y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
    r"(?P<G>[0-9]{4})-W(?P<V>[0-9]{2})-(?P<u>[1-7])",
    r"(?P<G>[0-9]{4})W(?P<V>[0-9]{2})(?P<u>[1-7])",
    r"(?P<Y>[0-9]{4})-(?P<j>[0-9]{3})",
)
ISO_TIME = (
    r"(?:[T ](?P<H>[0-9]{2})"
    r"(?:(?P<colon>:?)(?P<M>[0-9]{2})(?:(?P=colon)(?P<S>[0-9]{2})(?:[.,](?P<f>[0-9]{1,30}))?)?)?"
    rf"(?: ?(?P<z>{WRITTEN_OFFSET}))?)?"
)
ISO = [re.compile(day + ISO_TIME, re.IGNORECASE) for day in ISO_DAYS]
# As most programs write it, and Python itself reads it at once.
USUAL = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ](?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"(?:[+-](?:0[0-9]|1[01]):[0-5][0-9])?"
)
NUMBERS = {
    "Y": (4, 4), "y": (2, 2), "G": (4, 4), "j": (1, 3), "u": (1, 1), "f": (1, 30),
} | dict.fromkeys("mdHIMSV", (1, 2))  # fmt: skip
WORDS = {
    "b": "|".join(f"{name}|{name[:3]}" for name in MONTHS),
    "a": "|".join(f"{name}|{name[:3]}" for name in WEEKDAYS),
    "p": "|".join((*HALVES, r"A\.M\.", r"P\.M\.")),
    "z": WRITTEN_OFFSET,
}
ALIKE = {"B": "b", "A": "a"}
REFUSED = {
    "Z": "%Z leaves open which place a name such as CST means: %z reads offsets, Z, UTC and GMT",
    "U": "%U counts weeks that no day follows from: %G-W%V-%u",
    "W": "%W counts weeks that no day follows from: %G-W%V-%u",
    "w": "%w is no day: %G-W%V-%u",
    "s": "%s is no part of a pattern: unix seconds",
} | dict.fromkeys("cxXrDhne", "%c, %x, %X and their like depend on the machine: state the parts")
DAYS = ({"Y", "m", "d"}, {"Y", "b", "d"}, {"Y", "j"}, {"G", "V", "u"})
NEEDS = {"M": "HI", "S": "M", "f": "S", "p": "I", "I": "p", "z": "HI"}
CENTURY_OPEN = (
    "%y leaves the century open: a year has four digits, %Y, or years_from = 1970 says that two "
    "digits are a year from 1970 to 2069"
)
CENTURY = 100  # years
# Words beside the letters that would change what they mean, and are not read.
TELLING = re.compile(
    r"\b(?:Z|UTC|GMT|[ap]\.?m\.?|SA|CH|sáng|trưa|chiều|tối|đêm|khuya|BCE?|AD|TCN|SCN)\b"
    r"|\b(?-i:[A-Z]{2,4}T|MSK|WIB)\b",
    re.IGNORECASE,
)


class UnlikeError(ValueError):
    """A text that is not written as a pattern says, whatever it would mean."""

    def __init__(self) -> None:
        super().__init__("it is not written so")


class Token(NamedTuple):
    """A letter of the pattern, or a text that stands as it is."""

    letter: str
    text: str = ""


def iso(text: str) -> Wall:
    """A day of the calendar, of the year or of an ISO week; with a time and an offset, or without
    both.
    """
    if USUAL.fullmatch(text):
        with suppress(ValueError):  # whose words are those of the parts
            at = datetime.fromisoformat(text)
            return Wall(at.date(), at.time(), at.utcoffset())
    for each in ISO:
        found = each.fullmatch(text)
        if found:
            return wall({key: value for key, value in found.groupdict().items() if value})
    raise UnlikeError


def reader(pattern: str, years_from: int = 0) -> Callable[[str], Wall]:
    """What reads texts of a pattern, of years of two digits those of the hundred that begins then;
    ValueError where the pattern leaves something open.
    """
    tokens = list(parsed(pattern))
    require_one_reading(tokens)
    if not years_from and any(token.letter == "y" for token in tokens):
        raise ValueError(CENTURY_OPEN)
    written = re.compile("".join(expressions(tokens)), re.IGNORECASE)

    def read(text: str) -> Wall:
        found = written.fullmatch(text)
        if not found:
            raise UnlikeError
        parts = found.groupdict()
        if "y" in parts:
            parts["Y"] = str(years_from + (int(parts["y"]) - years_from) % CENTURY)
        return wall(parts)

    return read


def within(pattern: str) -> Callable[[str], list[Wall]]:
    """What finds texts of a pattern in a longer one; of digits none that go on on either side."""
    tokens = list(parsed(pattern))
    read = reader(pattern)
    written = re.compile(f"(?<![0-9])(?:{''.join(expressions(tokens))})(?![0-9])", re.IGNORECASE)

    def find(text: str) -> list[Wall]:
        found = []
        for each in written.finditer(text):
            with suppress(ValueError):  # such as of a day that no month has
                found.append(read(each[0]))
        return found

    return find


def parsed(pattern: str) -> Iterator[Token]:
    """Letters and texts, in their order."""
    for letter, text in re.findall(r"%(.?)|([^%]+)", pattern, re.DOTALL):
        if text or letter == "%":
            yield Token("", text or "%")
            continue
        if letter in REFUSED:
            raise ValueError(REFUSED[letter])
        if letter not in {*NUMBERS, *WORDS, *ALIKE}:
            raise ValueError(
                f"%{letter} is not known here; known are %Y %y %m %b %d %j %G %V %u %a "
                "%H %I %p %M %S %f %z"
            )
        yield Token(ALIKE.get(letter, letter))


def require_one_reading(tokens: Sequence[Token]) -> None:
    """Each part once, one day, and for each part of a time the greater one."""
    letters = [token.letter.replace("y", "Y") for token in tokens if token.letter]
    twice = next((each for each in letters if letters.count(each) > 1), None)
    if twice:
        raise ValueError(f"%{twice} stands there twice")
    if set(letters) & set("YmbdjGVu") not in DAYS:
        raise ValueError("the day is stated by %Y with %m (or %b) and %d, by %Y %j, or by %G %V %u")
    if {"H", "I"} <= set(letters):
        raise ValueError("%H and %I are two hours")
    for letter, above in NEEDS.items():
        if letter in letters and not set(above) & set(letters):
            raise ValueError(f"%{letter} needs %{' or %'.join(above)}")
    for token in tokens:
        require_silent(token.text)


def require_silent(text: str) -> None:
    """A digit, a zone or a half of the day in the pattern itself would be matched and not read."""
    telling = TELLING.search(text) or re.search(r"\d", text)
    if telling:
        raise ValueError(
            f"{telling[0]!r} in the pattern would not be read: state it by a letter; %z reads Z, "
            "UTC and GMT, %p reads AM, PM, SA and CH"
        )


def expressions(tokens: Sequence[Token]) -> Iterator[str]:
    """Of each token the expression; numbers that touch have all their digits."""
    around = [Token(""), *tokens, Token("")]
    touching = [is_number(one) and is_number(other) for one, other in pairwise(around)]
    for place, token in enumerate(tokens):
        if token.letter in NUMBERS:
            before, after = touching[place : place + 2]
            yield f"(?P<{token.letter}>{number(token.letter, before=before, after=after)})"
        elif token.letter:
            yield f"(?P<{token.letter}>{WORDS[token.letter]})"
        else:
            yield re.sub(r"(?:\\?\s)+", r"\\s+", re.escape(token.text))


def number(letter: str, *, before: bool, after: bool) -> str:
    """Digits, so many that no number takes those of another that it touches."""
    least, most = NUMBERS[letter]
    if letter == "f" and after:
        raise ValueError("%f has as many digits as there are: a number cannot follow it")
    if letter == "f" and before:
        return "(?:[0-9]{3}){1,3}"
    return f"[0-9]{{{most if before or after else least},{most}}}"


def is_number(token: Token) -> bool:
    """Whether it is written in digits."""
    return token.letter in NUMBERS
