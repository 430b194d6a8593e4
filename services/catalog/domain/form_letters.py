"""Sets of letters, as the classes and escapes of a pattern name them.

Where Unicode's properties decide, all letters are taken that might match, so two sets that do not
overlap never match one letter.
"""

import re
from typing import TypeAlias

Letters: TypeAlias = tuple[tuple[int, int], ...]  # code points from and to, in order, apart

LAST = 0x10FFFF
ANY: Letters = ((0, LAST),)
BEYOND = (0x80, LAST)
DIGITS: Letters = ((0x30, 0x39),)
WORD: Letters = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
SPACES: Letters = (
    (0x09, 0x0D), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A),
    (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF),
)  # fmt: skip
CONTROLS = {"n": 10, "r": 13, "t": 9, "f": 12, "v": 11, "0": 0}
PLAIN = set("^$\\.*+?()[]{}|/-")  # what a backslash makes stand for itself
CODE = re.compile(r"u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})")
PROPERTY = re.compile(r"([pP])\{(\w+)(?:=\w+)?\}")
ITEM = re.compile(r"\\|[^\\\]]")
# What classes write with two letters in some engines: sets within sets.
SETS = re.compile(r"\[|&&|--|~~|\[:")
LETTERS_OF_ASCII: Letters = ((0x41, 0x5A), (0x61, 0x7A))


def one(letter: str) -> Letters:
    """A letter alone."""
    return ((ord(letter), ord(letter)),)


def joined(*sets: Letters) -> Letters:
    """All letters of these."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(each for one_ in sets for each in one_):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return tuple(found)


def others(letters: Letters) -> Letters:
    """All letters but these."""
    found, begin = [], 0
    for low, high in letters:
        if low > begin:
            found.append((begin, low - 1))
        begin = high + 1
    if begin <= LAST:
        found.append((begin, LAST))
    return tuple(found)


def overlap(one_: Letters, other: Letters) -> bool:
    """Whether a letter is in both."""
    return any(a <= d and c <= b for a, b in one_ for c, d in other)


def of_escape(text: str, at: int) -> tuple[Letters, int] | None:
    """What stands after a backslash, and where it ends; None: nothing that every engine knows."""
    if found := CODE.match(text, at):
        code = int(next(filter(None, found.groups())), 16)
        return (((code, code),), found.end()) if code <= LAST else None
    if found := PROPERTY.match(text, at):
        return property_of(found[2], negated=found[1] == "P"), found.end()
    letter = text[at : at + 1]
    classes = {"d": DIGITS, "w": WORD, "s": SPACES}
    if letter.lower() in classes:
        letters = classes[letter.lower()]
        return (letters if letter.islower() else others(letters)), at + 1
    if letter in CONTROLS:
        return one(chr(CONTROLS[letter])), at + 1
    return (one(letter), at + 1) if letter in PLAIN else None


def property_of(name: str, *, negated: bool) -> Letters:
    """Every letter that may have a property; of ASCII it is known for letters and numbers."""
    letters = {"L": LETTERS_OF_ASCII, "N": DIGITS}.get(name[:1] if len(name) <= 2 else "")
    if letters is None or (negated and len(name) == 2):
        return ANY
    return joined(others(letters) if negated else letters, (BEYOND,))


def of_class(text: str, at: int) -> tuple[Letters, int] | None:
    """The letters of a class that begins after its bracket, and where it ends; None: no class that
    every engine reads alike.
    """
    negated = text.startswith("^", at)
    at += negated
    begin, found = at, list[Letters]()
    while not text.startswith("]", at):
        item = item_of(text, at)
        if item is None:
            return None
        letters, is_sure, at = item
        if is_sure or not negated:  # of a negated class, all that may be outside
            found.append(letters)
    if at == begin or SETS.search(re.sub(r"\\.", "", text[begin:at])):
        return None
    letters = joined(*found)
    return (others(letters) if negated else letters), at + 1


def item_of(text: str, at: int) -> tuple[Letters, bool, int] | None:
    """A letter, an escape or a range of a class; whether exactly these are meant; and its end."""
    low = letter_of(text, at)
    if low is None:
        return None
    letters, is_sure, end = low
    if not text.startswith("-", end) or text.startswith("-]", end):
        return low
    high = letter_of(text, end + 1)
    if high is None or not (single(letters) and single(high[0])):
        return None
    if letters[0][0] > high[0][0][0]:
        return None
    return ((letters[0][0], high[0][0][1]),), is_sure, high[2]


def letter_of(text: str, at: int) -> tuple[Letters, bool, int] | None:
    """One end of a range, or an escape."""
    if not ITEM.match(text, at):
        return None
    if text[at] != "\\":
        return one(text[at]), True, at + 1
    if text.startswith("\\b", at):
        return None
    found = of_escape(text, at + 1)
    return found and (found[0], text[at + 1] not in "pP", found[1])


def single(letters: Letters) -> bool:
    """Whether it is one letter alone."""
    return len(letters) == 1 and letters[0][0] == letters[0][1]
