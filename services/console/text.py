"""Texts as the services take them: one spelling, and no blanks or marks that nobody sees.

Promises the same words. Must not change letters.
"""

import re
import unicodedata

CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
# Marks that nobody sees: soft hyphens, joiners, byte order marks, and those that turn the reading.
MARKS = re.compile("[\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def composed(text: str) -> str:
    """In NFC: exports of one system may spell a letter either way."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """As the services take it: NFC, one space for any white space, nothing that cannot be seen."""
    if text.isprintable() and "  " not in text:
        return composed(text).strip()
    return " ".join(CONTROLS.sub(" ", MARKS.sub("", composed(text))).split())
