"""How much of a file is held at once: a line, a record, an element, a part that is read whole.

Promises that no file, however small it was packed, fills the memory: what is longer than any system
writes is a mistake that names the place. Must not interpret a byte.
"""

import io
import re
import zipfile
from collections.abc import Container, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import IO, Any

from defusedxml.ElementTree import iterparse

from services.console.importing.formats.files import FileError

LONGEST = 8 << 20  # bytes of a record: a row of a table, a trace of a log
AGAIN = 4  # part of a record that is read at once; also how often it is looked through
LONGEST_END = 80  # bytes of a tag with its prefix
PIECE = 1 << 20  # bytes that are looked at together
END_OF_STRING = re.compile(rb"</(?:[\w.-]+:)?si\s*>|<(?:[\w.-]+:)?si\s*/>")
REST = 64 << 20  # bytes of a sheet behind its rows: links, checks, formats
AT_ONCE = 256 << 20  # bytes, unpacked, of what is read whole
SHEET = 4 << 30  # bytes, unpacked, of a sheet, which is read row by row
TAGS = 1_000_000  # of a part that is read whole: styles, names, sheets; each becomes an object
ATTRIBUTES = 2_000_000  # of these tags together, 230 bytes each
NAMES = 100_000  # of elements, attributes and prefixes: a parser keeps each one until the end
NAME = re.compile(r"<([^\s<>/!?=\"']+)|\s([^\s<>/=\"']+)\s*=\s*[\"']")
VALUES = 40_000_000  # of JSON that is read at once
STRINGS = "sharedstrings.xml"  # read one by one
TALLEST = 1 << 20  # rows, as spreadsheets have them
CELLS = 10_000_000  # that come of one row that is repeated, or of one trace
PARTS = 1 << 30  # bytes, unpacked, of all parts of a workbook that are read at once


class Names:
    """The different names of a file. Parsers keep them, 230 bytes each, whatever else is let go."""

    def __init__(self) -> None:
        self._known = set[str]()

    def add(self, names: Iterable[str]) -> None:
        """Names that were read; FileError where they are more than any system writes."""
        self._known.update(names)
        if len(self._known) > NAMES:
            raise FileError(f"it has more than {NAMES:,} different names of elements or attributes")


class TooLong(Exception):  # noqa: N818 — what is the case; whoever knows the place says it
    """One record does not end within so many bytes."""

    def __init__(self, most: int = LONGEST) -> None:
        super().__init__(most)
        self.most = most


class Watched(io.BufferedIOBase):
    """A file as it is, for a reader that says after each record that it has it (`passed`). What
    follows `end`, where there is one, is no record.
    """

    def __init__(
        self,
        raw: Any,
        *,
        most: int = LONGEST,
        in_all: int = 0,
        end: re.Pattern[bytes] | None = None,
    ) -> None:
        self._raw = raw
        self._most = most
        self._end = end
        self._last = b""  # bytes that were given, in which the end may begin
        self._in_all = in_all  # bytes; 0: any number
        self._total = self._since = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """So many bytes, and more the longer a record is, but never more than may be without one: a
        parser that is given little looks through a long tag again for each of them.
        """
        more = min(self._since // AGAIN, self._most - self._since)
        return self._noted(self._raw.read(max(self._few(size), more)))

    def read1(self, size: int = -1, /) -> bytes:
        """The same, of what is there already."""
        return self._noted(self._raw.read1(self._few(size)))

    def passed(self) -> None:
        """What was given so far was taken apart into records."""
        self._since = 0

    def _few(self, size: int | None) -> int:
        return io.DEFAULT_BUFFER_SIZE if size is None or size < 0 else min(size, self._most)

    def _noted(self, found: bytes) -> bytes:
        self._since += len(found)
        self._total += len(found)
        if self._end is not None:
            self._look_for(self._end, found)
        if self._since > self._most:
            raise TooLong(self._most)
        if self._in_all and self._total > self._in_all:
            raise FileError(too_large(self._in_all))
        return found

    def _look_for(self, end: re.Pattern[bytes], found: bytes) -> None:
        if end.search(self._last + found):
            self._end, self._most = None, REST
        self._last = found[-LONGEST_END:]


def too_long(place: str, most: int = LONGEST) -> FileError:
    """Of a record there."""
    return FileError(f"{place} is longer than {most >> 20} MiB")


def too_large(most: int) -> str:
    """Of a file, or a part of it."""
    return f"it has more than {most >> 20:,} MiB unpacked; divide it"


def require_low(rows: int) -> None:
    """So many rows of a sheet; what says that it has more was made by no spreadsheet."""
    if rows > TALLEST:
        raise FileError(f"the sheet has more than {TALLEST:,} rows")


def lines(raw: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Each line with its number."""
    for number in count(1):
        line = raw.readline(LONGEST + 1)
        if len(line) > LONGEST:
            raise too_long(f"line {number}")
        if not line:
            return
        yield number, line


def elements(raw: Any) -> Iterator[tuple[str, Any]]:
    """Elements of XML as they begin ("start") and end."""
    names = Names()
    for happening, found in iterparse(raw, events=("start", "end", "start-ns"), forbid_dtd=True):
        if happening == "start":
            names.add((found.tag, *found.attrib))
        if happening == "start-ns":
            names.add(found[:1])
        else:
            yield happening, found


def names_in(text: str) -> Iterable[str]:
    """The names of elements and attributes of a piece of XML."""
    return (element or attribute for element, attribute in NAME.findall(text))


def whole(raw: IO[bytes]) -> bytes:
    """All of a file that has to be read at once."""
    found = raw.read(AT_ONCE + 1)
    if len(found) > AT_ONCE:
        raise FileError(too_large(AT_ONCE))
    return found


def require_few_values(json: bytes) -> None:
    """Of a text of JSON that is read at once, 70 bytes of a value of 3."""
    if sum(map(json.count, (b",", b"{", b"["))) > VALUES:
        raise FileError(f"it has more than {VALUES:,} values; divide it")


def require_small(path: Path, *, by_rows: Container[str]) -> None:
    """Parts of a workbook, of which all but those that are read by rows are read at once; FileError
    names the part. A part is never more than the workbook says of it, or it is damaged. Several may
    be the same bytes of the file, so that also all of them together are bounded.
    """
    in_all = 0
    with zipfile.ZipFile(path) as packed:
        for part in packed.infolist():
            most = SHEET if part.filename in by_rows else AT_ONCE
            if part.file_size > most:
                raise FileError(f"{part.filename}: {too_large(most)}")
            in_all += 0 if part.filename in by_rows else part.file_size
    if in_all > PARTS:
        raise FileError(f"its parts other than sheets: {too_large(PARTS)}")


def require_few_objects(path: Path, *, by_rows: Container[str]) -> None:
    """Of a workbook of Excel every part may become objects, 600 bytes of a tag of 5; but for
    sheets, and for the texts that cells share, each of which becomes objects by itself. A picture
    has one byte in 256 that looks like the beginning of a tag, and so is as large as it may be.
    """
    with zipfile.ZipFile(path) as packed:
        for part in packed.infolist():
            if part.filename not in by_rows:
                is_texts = part.filename.lower().endswith(STRINGS)
                within = require_short_strings if is_texts else require_few_tags
                with packed.open(part) as raw:
                    within(raw, part.filename)


def require_few_tags(raw: IO[bytes], part: str) -> None:
    """Of a part that becomes objects."""
    tags = attributes = 0
    while piece := raw.read(PIECE):
        tags += piece.count(b"<")
        attributes += piece.count(b"=")
        if tags > TAGS:
            raise FileError(f"{part} has more than {TAGS:,} tags")
        if attributes > ATTRIBUTES:
            raise FileError(f"{part} has more than {ATTRIBUTES:,} attributes")


def require_short_strings(raw: IO[bytes], part: str) -> None:
    """Texts, none of which may be as long as two pieces."""
    last, names = b"", Names()
    while piece := raw.read(PIECE):
        names.add(names_in(piece.replace(b"\0", b"").decode("latin-1")))
        if len(piece) == PIECE and not END_OF_STRING.search(last + piece):
            raise FileError(f"{part}: a text has more than {PIECE:,} bytes")
        last = piece[-LONGEST_END:]
