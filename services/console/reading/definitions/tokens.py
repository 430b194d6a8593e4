"""The words and signs of a condition, such as `channel`, `==`, `"online"`, `&&`.

Whoever reads them says where a text is not understood.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

LONGEST = 2000  # characters
NUMBER, TEXT, NAME, SIGN, END = "number", "text", "name", "sign", "end"
PATTERN = re.compile(
    r"[ \t\n]*(?:"
    r"(?P<number>[0-9]+)"
    r'|"(?P<text>[^"\\\n]*)"'
    r"|(?P<name>[a-z][a-z0-9_]*)"
    r"|(?P<sign>&&|\|\||[=!<>]=|[!<>?:()\[\],*-])"
    r"|(?P<end>\Z))"
)


class UnreadableError(Exception):
    """A text that this reading does not understand: what is wrong with it, and where."""


class Token(NamedTuple):
    """What stands at a place of the text."""

    kind: str
    value: str
    position: int

    def __str__(self) -> str:
        return f"{self.value or self.kind} at character {self.position + 1}"


def tokens(text: str) -> Iterator[Token]:
    """All of them, then one that is the end."""
    if len(text) > LONGEST:
        raise UnreadableError(f"it has more than {LONGEST:,} characters")
    position = 0
    while True:
        found = PATTERN.match(text, position)
        if found is None:
            raise UnreadableError(f"it is not understood from character {position + 1} on")
        kind = str(found.lastgroup)
        yield Token(kind, found[kind], found.start(kind))
        if kind == END:
            return
        position = found.end()
