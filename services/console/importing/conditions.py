"""Conditions of a mapping on the cells of a line, in the language of definitions (conditions.lark).

Example: `kênh.contains("@") || row["số tiền"] > 0`. An empty cell is absent, and so is what is made
of it, unless `&&`, `||` or `?:` can do without.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from lark import Lark, UnexpectedInput
from lark.exceptions import VisitError

from services.console.importing.formats.sheets import Cells
from services.console.importing.keys import MappingError
from services.console.importing.operators import TRUTH, Times, Typing

LONGEST = 2000  # characters


class Condition(NamedTuple):
    """Whether something is so of a line, the columns that say it, and the texts that it names."""

    holds: Callable[[Cells], bool]
    columns: tuple[str, ...]
    texts: tuple[str, ...] = ()


@cache
def grammar() -> Lark:
    """Made when the first condition is read: it takes a moment."""
    return Lark(Path(__file__).with_suffix(".lark").read_text(encoding="utf-8"), parser="lalr")


def condition(text: Any, where: str, times: Times) -> Condition:
    """What a mapping states there; MappingError for whatever is none."""
    if not isinstance(text, str) or len(text) > LONGEST:
        raise MappingError(f'{where} must be a condition, such as \'state in ["A", "B"]\'')
    try:
        typing = Typing(times)
        node = typing.reading(TRUTH, typing.transform(grammar().parse(text)))
    except UnexpectedInput as found:
        at = len(text.rstrip()) if getattr(found, "token", "-") == "" else found.pos_in_stream or 0
        rest = text[at : at + 20]
        raise MappingError(f"{where} breaks off at character {at + 1}: {rest!r}") from None
    except (VisitError, MappingError) as failed:
        raise MappingError(f"{where}: {getattr(failed, 'orig_exc', failed)}") from None
    columns, texts = (tuple(dict.fromkeys(each)) for each in (typing.columns, typing.texts))
    return Condition(lambda cells: node.of(cells) is True, columns, tuple(filter(None, texts)))
