"""Which parts of an Excel workbook are read row by row: its sheets.

Promises a part that is nothing else in it: one that the workbook calls its styles, its texts or a
sheet of charts, too, is read whole, whatever it is called. Must not hold more than an element.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path

from services.console.importing.formats.bounded import (
    REST,
    elements,
    require_few_tags,
    too_large,
)
from services.console.importing.formats.files import FileError

FOLDER = "xl/worksheets/"
TYPES, RELATIONS = "[Content_Types].xml", ".rels"
A_SHEET = (".worksheet+xml", "/worksheet")  # ends of a type of content, and of a relation


def sheets(path: Path) -> frozenset[str]:
    """The parts that lie where sheets do and are called nothing but a sheet."""
    with zipfile.ZipFile(path) as packed:
        there = {each for each in packed.namelist() if each.startswith(FOLDER)}
        others = frozenset(called_otherwise(packed))
    return frozenset(each for each in there if base(each) not in others)


def called_otherwise(packed: zipfile.ZipFile) -> Iterator[str]:
    """The names of parts, without their folders, that are called something else than a sheet; and
    those that call parts so.
    """
    calling = [
        each for each in packed.infolist()
        if each.filename == TYPES or each.filename.endswith(RELATIONS)
    ]  # fmt: skip
    if sum(each.file_size for each in calling) > REST:
        raise FileError(f"what its parts are called: {too_large(REST)}")
    for part in calling:
        yield base(part.filename)
        with packed.open(part) as raw:
            require_few_tags(raw, part.filename)
        with packed.open(part) as raw:
            for happening, element in elements(raw):
                if happening == "start":
                    continue
                kind = element.get("ContentType") or element.get("Type") or ""
                if not kind.endswith(A_SHEET) or "chartsheet" in kind:
                    yield base(element.get("PartName") or element.get("Target") or "")
                element.clear()


def base(name: str) -> str:
    """The last part of a name, as whoever follows it reads it."""
    return posixpath.basename(posixpath.normpath(name))
