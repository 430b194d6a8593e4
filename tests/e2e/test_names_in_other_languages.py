"""Names in another language than Vietnamese and English: shown, exported, mapped.

Promises no stack: messages, tables and mappings alone.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from motcua.catalog.v1 import calendars_pb2, intake_pb2
from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.console.commands import calendar, levels, lineage
from services.console.display import languages
from services.console.exporting.columns import heading, line
from services.console.exporting.cpsv import Graph
from services.console.importing.faults import Fault
from services.console.importing.keys import MappingError
from services.console.importing.rows import Item, Sent, items
from services.console.importing.rules import rules
from tests.dates import on

PASSPORT = facts.Text(en="Passport", other="Passeport", language="fr-CA")
FRENCH = facts.Text(other="Passeport", language="fr-CA")


@pytest.mark.parametrize(
    ("text", "asked", "shown"),
    [
        (facts.Text(vi="Hộ chiếu", en="Passport"), "vi", "Hộ chiếu"),
        (facts.Text(vi="Hộ chiếu", en="Passport"), "en", "Passport"),
        (facts.Text(vi="Hộ chiếu"), "en", "Hộ chiếu"),
        (PASSPORT, "vi", "Passport"),
        (PASSPORT, "fr", "Passeport"),
        (PASSPORT, "de", "Passport"),
        (FRENCH, "vi", "Passeport"),
        (FRENCH, "en", "Passeport"),
        (facts.Text(vi="Hộ chiếu", other="Passport", language="en-CA"), "en", "Passport"),
        (facts.Text(), "vi", ""),
    ],
)
def test_a_name_is_shown_as_asked_else_in_vietnamese_english_or_the_other(
    text: facts.Text, asked: str, shown: str
) -> None:
    assert languages.shown(text, asked) == shown


@pytest.mark.parametrize(("locale", "shown"), [("vi_VN.UTF-8", "Hộ"), ("C.UTF-8", "Passeport")])
def test_what_is_shown_to_people_falls_back(
    *, monkeypatch: pytest.MonkeyPatch, locale: str, shown: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    text = facts.Text(vi="Hộ", other="Passeport", language="en") if "vi" in locale else FRENCH
    assert calendar.cells(calendars_pb2.Day(date=on("2026-01-01"), name=text))[4] == shown
    row = {"unit": "units/a", "rule": "r", "digest": "d", **languages.parts(text)}
    assert list(levels.table("t", (), [row]).columns[0].cells) == [shown]
    document = lineage.document(api.LineagePart(unit="units/a"), api.Unit(display_name=text))
    assert languages.shown(languages.of_parts(document), "vi") == shown


def test_linked_data_has_each_language_under_its_tag() -> None:
    service = api.Service(
        name="services/p", display_name=PASSPORT, authority="units/gc", written_result=True
    )
    nodes = {node["id"]: node for node in Graph("urn:x:").service(service)}
    assert nodes["urn:x:services/p"]["title"] == {"en": "Passport", "fr-CA": "Passeport"}
    result = nodes["urn:x:services/p#result"]["title"]
    assert result == {"en": "Result: Passport", "fr-CA": "Passeport"}


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        ("units", ["placed_time", "merged_into", "other", "language"]),
        (
            "services",
            [
                *("version_time", "other", "language", "description_other"),
                *("description_language", "retention_years"),
            ],
        ),
    ],
)
def test_what_came_to_a_table_stands_in_its_last_columns(kind: str, last: list[str]) -> None:
    assert heading(kind)[-len(last) :] == last
    message: Any = {"units": api.Unit, "services": api.Service}[kind](display_name=PASSPORT)
    beside = [""] * (2 if kind == "units" else 1)
    row = dict(zip(heading(kind), line(kind, message, beside), strict=True))
    assert (row["vi"], row["en"]) == ("", "Passport")
    assert (row["other"], row["language"]) == ("Passeport", "fr-CA")


MAPPING = """
source = "old"
effective = "now"
[[rows]]
kind = "unit"
id = "id"
[rows.fields]
kind = { constant = "ward" }
"""
HEADING = "id,vi,en,fr\n"
BOTH = """display_name.vi = "vi"
display_name.en = "en"
display_name.other = "fr"
display_name.language = { constant = "fr" }"""


def mapped(where: Path, line: str, fields: str) -> list[Item]:
    path = where / "rows.csv"
    path.write_text(HEADING + line, encoding="utf-8")
    return list(items([path], rules(tomllib.loads(MAPPING + fields))))


def name_of(found: list[Item]) -> facts.Text:
    [only] = found
    assert isinstance(only, Sent)
    row: intake_pb2.Row = only.row
    return row.unit.unit.display_name


def test_a_mapping_takes_names_of_another_language_with_its_tag(tmp_path: Path) -> None:
    assert name_of(mapped(tmp_path, "a,,Ottawa,Ville\n", BOTH)) == facts.Text(
        en="Ottawa", other="Ville", language="fr"
    )
    alone = BOTH.partition("\n")[2].replace('display_name.en = "en"\n', "")
    assert name_of(mapped(tmp_path, "a,,,Ville\n", alone)) == facts.Text(
        other="Ville", language="fr"
    )


def test_a_language_goes_with_the_text_that_is_there(tmp_path: Path) -> None:
    assert name_of(mapped(tmp_path, "a,Phường,,\n", BOTH)) == facts.Text(vi="Phường")


@pytest.mark.parametrize(
    ("fields", "field"),
    [(BOTH, "vi, fr"), ('display_name.vi = "vi"', "vi"), (BOTH.partition("\n")[2], "fr")],
)
def test_a_line_without_a_name_in_either_is_faulty(tmp_path: Path, fields: str, field: str) -> None:
    [fault] = mapped(tmp_path, "a,,Ottawa,\n", fields)
    assert isinstance(fault, Fault)
    assert (fault.field, fault.reason) == (field, "VALUE_MISSING")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ('display_name.en = "en"', "display_name.vi is missing"),
        ('display_name.other = "fr"', "display_name.language is missing"),
        ('display_name.vi = "vi"\ndisplay_name.language = "fr"', "display_name.other is missing"),
    ],
)
def test_a_mapping_says_a_name_and_its_language_together(fields: str, message: str) -> None:
    with pytest.raises(MappingError, match=message):
        rules(tomllib.loads(MAPPING + fields))
