"""What a file is, by its first bytes, its text or the names in an archive, however it is cut.

Promises archives made by a real library.
"""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.errors import Refusal
from services.submissions.domain.attachment import files
from services.submissions.domain.attachment.media_types import EXTENSIONS, HEAD, OTHERS, Content
from tests.submissions.file_client import office, pdf

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
KNOWN = {
    "application/pdf": pdf(),
    "image/jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "image/png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "image/tiff": b"II*\0\x08\0\0\0",
    "image/webp": b"RIFF\0\0\0\0WEBPVP8 ",
    "image/heic": b"\0\0\0\x18ftypheic",
    "image/gif": b"GIF89a",
    "image/vnd.dwg": b"AC1032",
    "video/mp4": b"\0\0\0\x18ftypisom",
    "application/rtf": b"{\\rtf1",
    "application/x-ole-storage": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "application/zip": office("a.txt"),
    WORD: office("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
    SHEET: office("xl/workbook.xml"),
    SLIDES: office("ppt/presentation.xml"),
    "application/vnd.ms-office.macro-enabled": office("word/a.xml", "word/vbaProject.bin"),
    "text/plain": "Đơn xin cấp lại\r\n\tgiấy khai sinh".encode(),
    "text/html": b"  <!-- x --><HTML><body>",
    "image/svg+xml": b'<?xml version="1.0"?><!-- x --><svg xmlns="x">',
    "application/xml": b"<?xml version='1.0'?><a/>",
    "text/x-script": b"#!/bin/sh\n",
    "application/octet-stream": b"MZ\x90\0\x03",
}


def told(content: bytes, *, piece: int = HEAD) -> str:
    """What is said of content that comes in such pieces, of which the first is not less than the
    head.
    """
    reading = Content()
    first = max(piece, HEAD)
    reading.read(content[:first])
    for start in range(first, len(content), piece):
        reading.read(content[start : start + piece])
    return reading.end()


@pytest.mark.parametrize("media_type", KNOWN)
def test_a_type_is_told_by_content(media_type: str) -> None:
    assert told(KNOWN[media_type]) == media_type


def test_every_type_that_can_be_taken_is_told() -> None:
    untold = EXTENSIONS.keys() - KNOWN.keys() - {"application/vnd.oasis.opendocument.spreadsheet"}
    assert untold == {ODT}
    assert OTHERS.keys() <= KNOWN.keys()


@pytest.mark.parametrize("kind", ["text", "spreadsheet"])
def test_an_open_document_says_what_it_is_first(kind: str) -> None:
    made, media_type = io.BytesIO(), f"application/vnd.oasis.opendocument.{kind}"
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", media_type)
        archive.writestr("content.xml", "<a>Basic/ Scripts/</a>")
        archive.writestr("Pictures/Basic/a.png", "")
    assert told(made.getvalue()) == media_type


@pytest.mark.parametrize("kind", ["text", "spreadsheet"])
@pytest.mark.parametrize(
    "entry", ["Basic/Standard/Module1.xml", "Scripts/python/a.py", "Basic/", "Basic/script-lc.xml"]
)
@pytest.mark.parametrize("piece", [HEAD, 7])
def test_an_open_document_with_macros_is_one(kind: str, entry: str, piece: int) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", b"Basic/" * 2000)
        archive.writestr(entry, "")
    assert told(made.getvalue(), piece=piece) == "application/vnd.ms-office.macro-enabled"


def test_folders_of_these_names_are_macros_of_open_documents_alone() -> None:
    assert told(office("Scripts/a.sh", "Basic/b.txt")) == "application/zip"


@given(
    st.sampled_from([WORD, SHEET, SLIDES, "application/vnd.ms-office.macro-enabled"]),
    st.integers(1, 700),
    st.integers(0, 9000),
)
def test_an_archive_is_told_however_it_is_cut_and_whatever_comes_first(
    media_type: str, piece: int, size: int
) -> None:
    entries = {WORD: "word/d.xml", SHEET: "xl/w.xml", SLIDES: "ppt/p.xml"}
    names = (entries[media_type],) if media_type in entries else ("xl/w.xml", "xl/vbaProject.bin")
    assert told(office("first.bin", *names, size=size), piece=piece) == media_type


@given(st.binary(min_size=0, max_size=300))
def test_text_is_what_decodes_without_control_characters(content: bytes) -> None:
    try:
        text = content.decode()
        controls = {each for each in text if each < " " or each == "\x7f"} - set("\t\n\r\x1b")
        expected = bool(text) and not controls
    except UnicodeDecodeError:
        expected = False
    assert (told(b"a" * HEAD + content, piece=7) == "text/plain") == (expected or not content)


def test_a_letter_may_be_cut_between_two_pieces_but_not_at_the_end() -> None:
    text = ("x" * (HEAD - 1) + "ệ").encode()
    assert told(text, piece=1) == "text/plain"
    assert told(text[:-1], piece=1) == "application/octet-stream"


def test_no_content_takes_long() -> None:
    for content in (b"<!--" * HEAD, b" " * HEAD + b"<", b"<!---->" * HEAD, b"PK\x03\x04" * HEAD):
        began = time.process_time()
        told(content)
        assert time.process_time() - began < 1


PATHS = r"""a/b a\b .. a..pdf/ c:a a* a? a" a|b <a> a. .a CON nul.pdf Com1.txt lpt9"""


def test_a_zip_bomb_is_not_opened() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("word/document.xml", bytes(20_000_000))
    content = made.getvalue()
    for place in (content.index(b"PK\x01\x02") + 24, 22):  # and it says that it is far larger
        content = content[:place] + b"\xff\xff\xff\x7f" + content[place + 4 :]
    began = time.process_time()
    assert told(content) == WORD
    assert time.process_time() - began < 1


@pytest.mark.parametrize("name", [*PATHS.split(), " a", "a ", "CON .pdf", "COM¹.pdf", "conin$"])
def test_a_name_that_is_a_path_somewhere_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match="FILE_NAME_INVALID") as refused:
        files.require_name(name)
    for words in (refused.value.message("vi"), refused.value.message("en")):
        assert name not in words or len(name) < 3


@pytest.mark.parametrize(
    "name", ["đơn.pdf", "a.b.pdf", "console.txt", "com10.txt", "x", "Sổ 1 (2).docx"]
)
def test_other_names_are_fine(name: str) -> None:
    files.require_name(name)


@pytest.mark.parametrize(
    ("name", "media_type", "fits"),
    [
        ("a.PDF", "application/pdf", True),
        ("a.pdf.exe", "application/pdf", False),
        ("a", "application/pdf", False),
        ("a.jpg", "image/png", False),
        ("a.jpeg", "image/jpeg", True),
        ("a.csv", "text/plain", True),
    ],
)
def test_a_name_ends_as_its_type_does(name: str, media_type: str, fits: bool) -> None:
    if fits:
        files.require_fitting_name(name, media_type)
        return
    with pytest.raises(Refusal, match="FILE_NAME_MISLEADING"):
        files.require_fitting_name(name, media_type)
