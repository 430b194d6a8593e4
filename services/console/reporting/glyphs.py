"""Letters for which no font of the report has a glyph, written by their numbers: 區 as [U+5340].

Promises that no name in a report stops it, and that no letter is left out in silence. Must not know
what the text is about.
"""

import re
from collections.abc import Iterable
from typing import Any

import typst

STANDARDS: Any = ["a-3a", "ua-1"]  # in which Typst refuses a text for which it has no glyph
TRIAL = b"""#set document(title: "letters")
#set text(font: "Libertinus Serif", lang: "vi")
#sys.inputs.letters"""
REFUSED = re.compile(r"the text `\\?\"(.+?)\\?\"` could not be displayed", re.DOTALL)
DISALLOWED = {"\ufeff", "\ufffe"}  # by PDF/A, which Typst notices in some places only
TRIED = 50  # letters without a glyph, of a hundredth of a second each
MOST = 1000  # different letters; no report in Latin has so many
# As Vietnamese and English are written, with marks, punctuation and the currency: all have glyphs.
LATIN = re.compile(r"[\u00a0-\u024f\u0300-\u036f\u1e00-\u1eff\u2010-\u2040₫]")


def lacking(text: str) -> set[str]:
    """The letters of a text that no font has; beyond so many all that are not Latin."""
    found = DISALLOWED.intersection(text)
    asked = {each for each in text if not each.isascii()} - found
    while len(found) <= TRIED and len(asked) <= MOST:
        if not (refused := _refused("".join(sorted(asked)))):
            return found
        found |= refused
        asked -= refused
    return found | _foreign(asked)


def written(text: str, letters: set[str]) -> str:
    """A text with these letters as numbers."""
    return text.translate({ord(each): f"[U+{ord(each):04X}]" for each in letters})


def _refused(letters: str) -> set[str]:
    """Some of them that cannot be displayed; none: all can. Where Typst names none, it refuses them
    for something else: all that are not Latin.
    """
    try:
        typst.Compiler(TRIAL, ignore_system_fonts=True).compile(
            format="pdf", sys_inputs={"letters": f"a{' a'.join(letters)}a"}, pdf_standards=STANDARDS
        )
    except typst.TypstError as failed:
        named = set(letters).intersection(*REFUSED.findall(str(failed))[:1] or [""])
        return named or _foreign(letters)
    return set()


def _foreign(letters: Iterable[str]) -> set[str]:
    return {each for each in letters if not LATIN.match(each)}
