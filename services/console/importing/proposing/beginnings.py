"""Where a table begins: the lines of its heading, below titles and above its first line.

Promises the first line that is about as full as the table; with the next one where that divides
what stands above it. Must not read more than the beginning of a file.
"""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from services.console.importing.faults import Faulty
from services.console.importing.formats.files import FileError
from services.console.importing.formats.forms import Form
from services.console.importing.formats.sheets import lines_of
from services.console.importing.proposing.columns import FRACTION
from services.console.text import clean

LOOKED_AT = 60  # lines
# Columns, each of which is tried with every way of writing times and compared with all others.
WIDEST = 2000

Line = tuple[int, Sequence[str]]


def with_heading(path: Path, form: Form) -> Form:
    """The form with the lines of the heading as they seem to lie."""
    with lines_of(path, form._replace(heading=LOOKED_AT + 1)) as found:  # as if all were above it
        begins = [
            (number, [clean(each) for each in require_narrow(cells)])
            for number, cells in islice(found, LOOKED_AT)
            if not isinstance(cells, Faulty)
        ]
    lines = [(number, cells) for number, cells in begins if any(cells)]
    most = max((filled(cells) for _, cells in lines), default=0)
    for place, (number, cells) in enumerate(lines):
        if filled(cells) > 1 and 2 * filled(cells) >= most:
            following = lines[place + 1 : place + 2]
            above = int(any(divides(each, (number, cells)) for each in following))
            if place + above == 0:
                return form  # the first line that says anything
            return form._replace(heading=number + above, above=above)
    return form


def require_narrow(cells: Sequence[str]) -> Sequence[str]:
    """The cells of a line, unless they are more than a mapping is proposed for."""
    if len(cells) > WIDEST:
        raise FileError(f"it has more than {WIDEST:,} columns")
    return cells


def filled(cells: Sequence[str]) -> int:
    """How many cells of a line say something."""
    return sum(map(bool, cells))


def divides(line: Line, above: Line) -> bool:
    """Whether a line names parts of what the line right above it names: it has texts alone, stands
    below a name and below a gap of it, and leaves another name alone.
    """
    number, lower = line
    upper = [*above[1], *[""] * len(lower)][: len(lower)]
    texts = [each for each in lower if each]
    if number != above[0] + 1 or any(map(FRACTION.fullmatch, texts)):
        return False
    both = list(zip(upper, lower, strict=True))
    below_a_name = any(name and part and name != part for name, part in both)
    below_a_gap = any(part and not name for name, part in both)
    leaves_alone = any(name and part in {"", name} for name, part in both)
    return below_a_name and below_a_gap and leaves_alone
