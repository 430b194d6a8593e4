"""What a file is, told by its content: what its name or its sender says counts for nothing.

Nothing is unpacked, so a zip bomb stays a zip. Example: a file that begins with `%PDF-` is a PDF
whatever it is called, and one that begins with `MZ` is not known, and so not taken.
"""

import codecs
import re
from contextlib import suppress
from typing import NamedTuple

HEAD = 4096  # bytes at the beginning that tell most types; text and archives are read to their end
UNKNOWN = "application/octet-stream"
TEXT = "text/plain"
ZIP = "application/zip"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_MACROS = "application/vnd.ms-office.macro-enabled"
_MARKUP = rb"(?:\xef\xbb\xbf)?\s*(?=<)"


class Magic(NamedTuple):
    """What a type begins with."""

    media_type: str
    starts: re.Pattern[bytes]


def _magic(media_type: str, pattern: bytes) -> Magic:
    return Magic(media_type, re.compile(pattern, re.DOTALL))


MAGIC = (
    _magic("application/pdf", rb"%PDF-\d"),
    _magic("image/jpeg", rb"\xff\xd8\xff"),
    _magic("image/png", rb"\x89PNG\r\n\x1a\n"),
    _magic("image/tiff", rb"II\*\x00|MM\x00\*"),
    _magic("image/gif", rb"GIF8[79]a"),
    _magic("image/webp", rb"RIFF.{4}WEBP"),
    _magic("image/heic", rb".{4}ftyp(?:heic|heix|mif1|msf1)"),
    _magic("video/mp4", rb".{4}ftyp"),
    _magic("image/vnd.dwg", rb"AC10\d\d"),
    _magic("application/rtf", rb"\{\\rtf"),
    _magic("application/x-ole-storage", rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    _magic(_OPEN + "text", rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.textPK"),
    _magic(
        _OPEN + "spreadsheet",
        rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.spreadsheetPK",
    ),
    _magic(ZIP, rb"PK\x03\x04"),
    # These are text, too, and a browser may run what is in them.
    _magic("image/svg+xml", _MARKUP + rb"(?=.*?<svg[\s>])"),
    _magic("text/html", _MARKUP + rb"(?=.*?<(?i:!doctype html|html|head|body|script|iframe)\b)"),
    _magic("application/xml", _MARKUP + rb"<\?xml"),
    _magic("text/x-script", rb"#!"),
)
# In an archive: the name of an entry in front of its content, or in the directory at the end.
_ENTRY = re.compile(rb"PK(?:\x03\x04.{26}|\x01\x02.{42})(word/|xl/|ppt/)", re.DOTALL)
_ENTRIES = {
    b"word/": _OFFICE + "wordprocessingml.document",
    b"xl/": _OFFICE + "spreadsheetml.sheet",
    b"ppt/": _OFFICE + "presentationml.presentation",
}
_MACRO = re.compile(rb"(?i:vbaProject\.bin)")
# The folders of macros in OpenDocument; a folder's entry is so, too.
_OPEN_MACRO = re.compile(rb"PK(?:\x03\x04.{26}|\x01\x02.{42})(?:Basic|Scripts)[/\\]", re.DOTALL)
_KEPT = 64  # bytes of a piece that are looked at again with the next one
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")

# By which a file's name may end, by its type; those that are taken unless a setting says others.
EXTENSIONS: dict[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/png": (".png",),
    "image/tiff": (".tif", ".tiff"),
    "image/webp": (".webp",),
    "image/heic": (".heic", ".heif"),
    "image/vnd.dwg": (".dwg",),
    _ENTRIES[b"word/"]: (".docx",),
    _ENTRIES[b"xl/"]: (".xlsx",),
    _ENTRIES[b"ppt/"]: (".pptx",),
    _OPEN + "text": (".odt",),
    _OPEN + "spreadsheet": (".ods",),
    TEXT: (".txt", ".csv"),
}
OTHERS: dict[str, tuple[str, ...]] = {
    "image/gif": (".gif",),
    "video/mp4": (".mp4", ".m4v", ".mov"),
    "application/rtf": (".rtf",),
    "application/x-ole-storage": (".doc", ".xls", ".ppt", ".msg"),
    "application/xml": (".xml",),
    ZIP: (".zip",),
    _MACROS: (".docm", ".xlsm", ".pptm"),
}


class Content:
    """What is known of a file's type after the pieces that were read of it, in order."""

    def __init__(self) -> None:
        self.media_type = ""  # "": nothing was read yet
        self._before = b""
        self._text = codecs.getincrementaldecoder("utf-8")()

    def read(self, piece: bytes | memoryview) -> None:
        """One more piece; the first one has HEAD bytes, or is the whole file."""
        if not self.media_type:
            head = bytes(piece[:HEAD])
            found = (each.media_type for each in MAGIC if each.starts.match(head))
            self.media_type = next(found, TEXT)
        if self.media_type == TEXT:
            self._read_text(bytes(piece))
        elif self.media_type in _ARCHIVES:
            self._read_archive(bytes(piece))

    def end(self) -> str:
        """The type, once all was read."""
        if self.media_type == TEXT:
            self._read_text(b"", final=True)
        return self.media_type

    def _read_text(self, piece: bytes, *, final: bool = False) -> None:
        with suppress(UnicodeDecodeError):
            self._text.decode(piece, final)
            if not _NOT_TEXT.search(piece):
                return
        self.media_type = UNKNOWN

    def _read_archive(self, piece: bytes) -> None:
        seen = self._before + piece
        self._before = seen[-_KEPT:]
        is_open = self.media_type.startswith(_OPEN)
        if _MACRO.search(seen) or (is_open and _OPEN_MACRO.search(seen)):
            self.media_type = _MACROS
        elif self.media_type == ZIP and (entry := _ENTRY.search(seen)):
            self.media_type = _ENTRIES[entry[1]]


_ARCHIVES = {ZIP, *_ENTRIES.values(), _OPEN + "text", _OPEN + "spreadsheet"}
