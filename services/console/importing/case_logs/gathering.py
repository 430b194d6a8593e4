"""Lines of a table gathered by what they belong to, on disk: a log larger than the memory.

Promises every line under its key, in the order of the files, and a directory that nobody else can
read and that is gone at the end. Lines may hold personal data.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from zlib import crc32

from services.console.importing.faults import Faulty, Ground, Unusable
from services.console.importing.formats.sheets import Cells

BYTES = 1 << 20  # of files whose lines are in memory at once
MOST = 200  # files that are open at once
PACKED = 12  # how much a packed file grows, about
JSON = json.JSONEncoder(ensure_ascii=False)


class Line(NamedTuple):
    """A line of a file, with the cells that are read, and which steps it takes; None: one of their
    conditions cannot be decided.
    """

    file: str
    place: int | str
    cells: Cells
    steps: tuple[int, ...] | None = ()


class Gathering:
    """Lines by key, in parts of which each fits into memory; columns as cells are known by them."""

    def __init__(self, parts: list[Any], columns: tuple[str, ...]) -> None:
        self.parts = parts
        self.columns = columns

    def add(self, key: str, line: Line) -> None:
        """One more."""
        cells = [plain(dict.__getitem__(line.cells, column)) for column in self.columns]
        text = JSON.encode([key, line.file, line.place, line.steps, cells])
        self.parts[crc32(key.encode()) % len(self.parts)].write(f"{text}\n")

    def gathered(self) -> Iterator[tuple[str, list[Line]]]:
        """Each key with its lines, part by part."""
        for part in self.parts:
            part.seek(0)
            found: dict[str, list[Line]] = {}
            for text in part:
                key, file, place, steps, cells = json.loads(text)
                line = Line(
                    file,
                    place,
                    Cells.under(self.columns, map(usable, cells)),
                    None if steps is None else tuple(steps),
                )
                found.setdefault(key, []).append(line)
            yield from found.items()


@contextmanager
def gathering(files: Iterable[Path], columns: tuple[str, ...]) -> Iterator[Gathering]:
    """In a directory that only this user can read (mode 0700)."""
    size = sum(each.stat().st_size * (PACKED if each.suffix == ".gz" else 1) for each in files)
    with TemporaryDirectory(prefix="motcua-import-") as name, ExitStack() as stack:
        parts = [
            stack.enter_context((Path(name) / str(n)).open("w+", encoding="utf-8", newline="\n"))
            for n in range(min(1 + size // BYTES, MOST))
        ]
        yield Gathering(parts, columns)


def plain(text: str) -> Any:
    """A cell as JSON keeps it, with what is wrong with it."""
    if not isinstance(text, Unusable):
        return text
    values = {name: str(value) for name, value in text.faulty.values.items()}
    return [str(text), text.faulty.ground, values]


def usable(kept: Any) -> str:
    """The cell again."""
    if isinstance(kept, str):
        return kept
    text, ground, values = kept
    return Unusable(text, Faulty(Ground(*ground), **values))
