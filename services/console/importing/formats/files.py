"""Files of other systems, opened: packed ones are unpacked as they are read.

Promises the bytes, or a mistake that names the file and the reason. Must not change a file.
"""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import cast

from services.console.outcome import Mistake

LONGEST_CELL = 1 << 20  # characters
WIDEST = 16_384  # columns, as spreadsheets have them
LONGEST_NAME = 1_000  # characters of a column's name, with the names around it


class FileError(Exception):
    """The file cannot be read as what it should be; the text says where and what to do."""


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader]:
    """The bytes of the file, unpacked when its name ends in .gz."""
    require_file(path)
    try:
        with gzip.open(path) if is_packed(path) else path.open("rb") as file:
            yield cast("BufferedReader", file)
    except (OSError, EOFError, zlib.error) as failed:
        reason = getattr(failed, "strerror", None) or failed
        raise FileError(f"cannot be read: {reason}") from None


def require_file(path: Path) -> None:
    """Refuse a pipe or a device, which may have no end, or no beginning."""
    if path.exists() and not path.is_file():
        raise FileError("is no file")


def require_inside(folder: Path, path: Path) -> Path:
    """The path, unless it is a link out of the folder: whoever may put files there could have any
    other file read by a link. Raises Mistake.
    """
    if not path.resolve().is_relative_to(folder.resolve()):
        raise Mistake(f"{path} leads out of the folder: put the file in its place, or name it")
    return path


def require_short(cell: str, place: str) -> None:
    """A cell that no system writes is none: it would be copied with each record."""
    if len(cell) > LONGEST_CELL:
        raise FileError(f"{place} has more than {LONGEST_CELL:,} characters")


def is_packed(path: Path) -> bool:
    """By name, as other programs tell; systems differ in upper and lower case."""
    return path.suffix.lower() == ".gz"


def kind_of(path: Path) -> str:
    """What the name says of the content, such as `.csv`, packed or not."""
    return (path.with_suffix("") if is_packed(path) else path).suffix.lower()
