"""How a CSV file is written, where nobody says so: the delimiter and the encoding of its beginning.

Promises a form that was stated as it is stated. Must not be asked of a mapping's tables: those say.
"""

from pathlib import Path

from services.console.importing.formats.delimited import MARKS
from services.console.importing.formats.files import opened
from services.console.importing.formats.forms import Form, delimiter, encoding

DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 1 << 16  # bytes
TEXTS = {".csv", ".tsv", ".txt"}
OTHERWISE = "windows-1258"  # Vietnamese, where it is no UTF-8


def form_of(path: Path, stated: Form) -> Form:
    """The form with what was not stated; MappingError for a delimiter or encoding that is none."""
    delimiter(stated.delimiter, "--delimiter")
    if stated.encoding:
        encoding(stated.encoding, "--encoding")
    if not TEXTS & set(path.suffixes) and not stated.encoding:
        return stated._replace(encoding="utf-8")
    with opened(path) as raw:
        start = raw.read(LOOKED_AT)
    known = stated.encoding or encoding_of(start)
    lines = start.decode(known, "replace").splitlines()
    heading = lines[stated.heading - 1] if len(lines) >= stated.heading else ""
    most = max(DELIMITERS, key=heading.count)
    found = most if heading.count(most) else ""
    usual = {",": ""}
    return stated._replace(encoding=known, delimiter=stated.delimiter or usual.get(found, found))


def encoding_of(start: bytes) -> str:
    """By its mark; UTF-8 where it is that, up to a letter that is cut."""
    for mark, name, _ in MARKS:
        if start.startswith(mark):
            return name
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as failed:
        if failed.end < len(start):
            return OTHERWISE
    return "utf-8"
