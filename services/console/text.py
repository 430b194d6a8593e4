"""Texts as the services take them: one spelling, and no blanks or marks that nobody sees.

Promises the same words. Must not change letters.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeVar

CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
# Marks that nobody sees: soft hyphens, joiners, byte order marks, and those that turn the reading.
MARKS = re.compile("[\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Letters that look like Vietnamese ones: the Icelandic and the African D of other keyboards, and
# what PDF files of old fonts hold for Ư. The catalogue's search has the same (a test holds them
# equal: the console imports no service).
LOOK_ALIKES = str.maketrans("\xd0\u0189\xf0\u0256\u01a2\u01a3", "ĐĐđđƯư")
# And what East Asian keyboards write in full width.
LETTERS = LOOK_ALIKES | {0xFEE0 + plain: plain for plain in range(0x21, 0x7F)}
# A tone before the mark that makes another letter, as in a + ´ + ^: fonts show both alike.
TONE_FIRST = re.compile("([\u0300\u0301\u0303\u0309\u0323])([\u0302\u0306\u031b])")
SHORT = 200  # characters of a text that is worth remembering
Value = TypeVar("Value")

# A number as a spreadsheet shows it where it has many digits: those at the end are gone.
ROUNDED = re.compile(r"\s*-?[0-9](\.[0-9]+)?E\+[0-9]{2,}\s*")


def is_rounded(text: str) -> bool:
    """Whether a spreadsheet wrote this in place of a long number, such as `1.23457E+17`."""
    return "E+" in text and ROUNDED.fullmatch(text) is not None


def composed(text: str) -> str:
    """In NFC: exports of one system may spell a letter either way."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """As the services take it: NFC, one space for any white space, nothing that cannot be seen."""
    if text.isprintable() and "  " not in text:
        return text.strip() if text.isascii() else composed(text).strip()
    return " ".join(CONTROLS.sub(" ", MARKS.sub("", composed(text))).split())


def alike(text: str) -> str:
    """A text to compare with another: clean, and with the letters that look-alikes stand for."""
    return short_alike(text) if len(text) <= SHORT else compared(text)


def compared(text: str) -> str:
    """The same, worked out."""
    if text.isascii():
        return clean(text)
    apart = unicodedata.normalize("NFD", clean(text)).translate(LETTERS)
    return unicodedata.normalize("NFC", TONE_FIRST.sub(r"\2\1", apart))


short_alike = lru_cache(maxsize=4096)(compared)


def slug(text: str) -> str:
    """Letters without marks, digits and hyphens, for a resource name."""
    plain = unicodedata.normalize("NFKD", alike(text).lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-") or "unit"


class Alike(dict[str, Value]):
    """Values by texts, each of which is found however its letters were typed."""

    __slots__ = ()

    def __init__(self, values: Iterable[tuple[str, Value]] = ()) -> None:
        super().__init__((alike(text), value) for text, value in values)

    @classmethod
    def under(cls, names: Iterable[str], values: Iterable[Value]) -> "Alike[Value]":
        """Values under names that are compared already, such as those of a heading."""
        found = cls()
        dict.update(found, zip(names, values, strict=False))
        return found

    @classmethod
    def copy_of(cls, other: "Alike[Value]") -> "Alike[Value]":
        """The same values."""
        found = cls()
        dict.update(found, other)
        return found

    def __setitem__(self, text: str, value: Value) -> None:
        super().__setitem__(alike(text), value)

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and super().__contains__(alike(text))

    def __getitem__(self, text: str) -> Value:
        return super().__getitem__(alike(text))

    def setdefault(self, text: str, default: Any = None) -> Any:
        """The value of such a text, which is this one where there was none."""
        return super().setdefault(alike(text), default)

    def get(self, text: str, default: Any = None) -> Any:
        """The value of a text that looks like this one."""
        return super().get(alike(text), default)


def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON, each of whose keys stands there once; ValueError otherwise: of two values
    Python would keep the last without a word.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        times = Counter(key for key, _ in pairs)
        twice = next(key for key, count in times.items() if count > 1)
        raise ValueError(f"{twice!r} stands there twice")
    return found
