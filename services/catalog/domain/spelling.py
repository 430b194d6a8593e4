"""Vietnamese words as people look for them, and the order in which they expect them.

Marks, case, the place of a tone mark and look-alike letters hide nothing from a search.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"  # f, j, w and z stand as in Latin
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng, after no tone at all
LONGEST_KEY = 400  # bytes; names that agree so far are told apart by what they are names of
LONGEST_WORD = 60  # letters of a word that is looked for

_QUALITIES = "\u0306\u0302\u031b"  # of ă, of â ê ô, of ơ ư: they make other letters
# Letters that look like Vietnamese ones: the Icelandic and the African D of other keyboards, and
# what PDF files of old fonts hold for Ư.
LOOK_ALIKES = str.maketrans("\xd0\u0189\xf0\u0256\u01a2\u01a3", "ĐĐđđƯư")
_WORD = re.compile(r"[^\W_]+")
_TONE_FIRST = re.compile(f"([{TONES}])([{_QUALITIES}])")
_INVISIBLE = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PIECE = re.compile(r"\d+|.", re.DOTALL)
_MOST_DIGITS = 250
# Bytes of a key: between levels, between words, before a number, before a letter of another script.
_LEVEL, _GAP, _NUMBER, _FOREIGN = b"\x00", b"\x01", b"\x02", b"\xf0"
_LETTERS = {letter: bytes([0x20 + place]) for place, letter in enumerate(ALPHABET)}
_TONES = {mark: bytes([3 + place]) for place, mark in enumerate(TONES)}
_NO_TONE, _LOWER, _UPPER = b"\x02", b"\x01", b"\x02"


class Weight(NamedTuple):
    """What a letter, a number or a word weighs at each of the three levels."""

    letters: bytes
    tones: bytes
    cases: bytes


def composed(text: str) -> str:
    """The text as it is kept, however it was typed: in NFC, without the marks that no text here
    holds.
    """
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def folded(text: str) -> str:
    """The text without marks and case: "Đăng ký" → "dang ky"."""
    bare = _unmarked(unicodedata.normalize("NFD", _usual(text))).casefold()
    # Some capitals fold to letters with marks, and some of these to letters of another width.
    again = _unmarked(unicodedata.normalize("NFKD", bare)).casefold()
    return unicodedata.normalize("NFC", again.replace("đ", "d"))


def words(text: str) -> list[str]:
    """What a text is found by: its words and numbers, folded, in their order."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(folded(text))]


@lru_cache(maxsize=4096)
def sort_key(text: str) -> bytes:
    """Bytes that sort as the Vietnamese alphabet does: by words, in each by letters and the values
    of numbers; of equal ones by tones, none, huyền, hỏi, ngã, sắc, nặng; of these lower case first.
    """
    found = [_word(word) for word in _WORD.findall(_unmarked(_usual(text)))]
    letters, tones, cases = zip(*found, strict=True) if found else ((), (), ())
    key = _LEVEL.join([_GAP.join(letters), _GAP.join(tones), b"".join(cases)])
    return key[:LONGEST_KEY]


def _word(word: str) -> Weight:
    """A word has its tones wherever they stand, as in Hòa and Hoà."""
    letters, tones, cases = zip(*map(_piece, _PIECE.findall(word)), strict=True)
    return Weight(b"".join(letters), b"".join(tones) or _NO_TONE, b"".join(cases))


@lru_cache(maxsize=4096)
def _piece(piece: str) -> Weight:
    """A number, or a letter with its marks."""
    if piece.isdecimal():
        digits = str(int(piece[:_MOST_DIGITS])).encode()
        return Weight(_NUMBER + bytes([len(digits)]) + digits, b"", _LOWER)
    base, *marks = list(unicodedata.normalize("NFD", piece.casefold()))
    letter = unicodedata.normalize("NFC", base + "".join(m for m in marks if m in _QUALITIES))
    letters = _LETTERS.get(letter, _FOREIGN + letter.encode())
    tones = b"".join(_TONES[mark] for mark in marks if mark in _TONES)
    return Weight(letters, tones, _LOWER if piece == piece.casefold() else _UPPER)


def _usual(text: str) -> str:
    """The text as it is typed today: usual letters, of full or half width alike, each with its
    quality before its tone, and nothing that cannot be seen.
    """
    if text.isascii():
        return text
    compatible = unicodedata.normalize("NFKC", text.translate(LOOK_ALIKES)).translate(LOOK_ALIKES)
    apart = _TONE_FIRST.sub(r"\2\1", unicodedata.normalize("NFD", compatible))
    seen = "".join(each for each in apart if unicodedata.category(each) != "Cf")
    return unicodedata.normalize("NFC", seen)


def _unmarked(text: str) -> str:
    """Without the marks that stand for themselves."""
    return "".join(each for each in text if not unicodedata.combining(each))
