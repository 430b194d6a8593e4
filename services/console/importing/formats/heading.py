"""The names of a table's columns: a line of it, or several lines that lie above one another.

Example: `Nhận` above `Trực tuyến` and `Trực tiếp` names `Nhận / Trực tuyến` and `Nhận / Trực tiếp`;
a name that stands alone, or in each of the lines, is said once. Promises each name once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from services.console.importing.faults import Faulty
from services.console.importing.formats.delimited import Raw
from services.console.importing.formats.forms import Form
from services.console.outcome import Mistake
from services.console.text import alike, clean

BETWEEN = " / "


def heading_of(found: Iterator[Raw], form: Form, path: Path) -> list[str]:
    """The names of the columns, each once; empty ones at the end are none."""
    upper, cells = list[list[str]](), list[str]()
    for line, each in found:
        if is_heading(line, each, form):
            cells = [] if isinstance(each, Faulty) else each
            break
        if line >= form.heading - form.above and not isinstance(each, Faulty):
            upper.append(each)
    names = trimmed([alike(name) for name in joined([*upper, cells])]) if cells else []
    if not names:
        raise Mistake(f"{path} has no heading: is it a table, and is the encoding right?")
    twice = sorted(name for name, times in Counter(names).items() if name and times > 1)
    if twice:
        raise Mistake(
            f"{path} has two columns named {twice[0]!r}; where lines above tell them apart, name "
            "the lines of the heading: heading = [3, 4]"
        )
    return list(names)


def is_heading(line: int, cells: list[str] | Faulty, form: Form) -> bool:
    """At the stated line; where that is empty or says `sep=;`, at the next that is not."""
    return line >= form.heading and (isinstance(cells, Faulty) or not is_blank(cells))


def joined(lines: Sequence[Sequence[str]]) -> list[str]:
    """The names of the columns: what stands above one another, from the top down."""
    width = max(map(len, lines))
    levels = [*(spread(each, width) for each in lines[:-1]), [*lines[-1], *[""] * width][:width]]
    return [
        BETWEEN.join(dict.fromkeys(filter(None, map(clean, parts))))
        for parts in zip(*levels, strict=True)
    ]


def spread(cells: Sequence[str], width: int) -> list[str]:
    """An upper line, in which a name stands for the columns to its right up to the next one."""
    found, last = list[str](), ""
    for cell in [*cells, *[""] * width][:width]:
        last = cell if clean(cell) else last
        found.append(last)
    return found


def is_blank(cells: Iterable[str]) -> bool:
    """Nothing but white space, and marks that nobody sees."""
    return not any(cell and clean(cell) for cell in cells)


def trimmed(cells: Sequence[str]) -> Sequence[str]:
    """Without the empty cells at the end."""
    last = len(cells)
    while last and not clean(cells[last - 1]):
        last -= 1
    return cells[:last]
