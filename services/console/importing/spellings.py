"""Vietnamese names as people spell them: what is one name, whoever typed it.

Promises that case, punctuation and the letter that carries the tone mark (Hòa, Hoà) tell no names
apart; letters and tones do.
"""

import re
import unicodedata

from services.console.text import alike

TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


def folded(name: str) -> str:
    """A name to compare: without case and punctuation, each tone mark at the end of its word."""
    return " ".join(folded_word(word) for word in re.findall(r"\w+", alike(name).casefold()))


def folded_word(word: str) -> str:
    """Letters, then the tone."""
    apart = unicodedata.normalize("NFD", word)
    tones = "".join(letter for letter in apart if ord(letter) in TONES)
    return apart.translate(TONES) + tones
