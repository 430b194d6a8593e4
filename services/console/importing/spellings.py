"""Vietnamese names as people spell them: what is one name, whoever typed it.

Promises that case, punctuation and the letter that carries the tone mark (Hòa, Hoà) tell no names
apart; letters and tones do.
"""

import re
import unicodedata

from services.console.text import alike

WORDS = re.compile(r"\w+")
BEFORE_REST = re.compile("([\u0300\u0301\u0303\u0309\u0323])((?:\\w|[\u0302\u0306\u031b])+)")
TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


def folded(name: str) -> str:
    """A name to compare: without case and punctuation, each tone mark at the end of its word."""
    return " ".join(folded_word(word) for word in WORDS.findall(alike(name).casefold()))


def tones_last(text: str) -> str:
    """The same text, taken apart, each tone mark at the end of its word: to tell whether two texts
    say the same.
    """
    return BEFORE_REST.sub(r"\2\1", unicodedata.normalize("NFD", text))


def folded_word(word: str) -> str:
    """Letters, then the tone."""
    apart = unicodedata.normalize("NFD", word)
    tones = "".join(letter for letter in apart if ord(letter) in TONES)
    return apart.translate(TONES) + tones
