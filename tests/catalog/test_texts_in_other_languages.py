"""Names that are said in another language than Vietnamese and English, with its tag.

Promises that such a name is found and ordered by like any other, and that no text of a service
escapes the rule of languages. Must not need a database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from google.protobuf.descriptor import FieldDescriptor

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import content, texts, units
from services.catalog.domain.spelling import sort_key
from services.catalog.projections import rows_of
from services.chassis.errors import Refusal
from tests.catalog.given import after, unit_opened

FRENCH = facts.Text(other="Délivrance d’un passeport", language="fr")
INUKTITUT = facts.Text(en="Nunavut Land", other="ᓄᓇᕗᑦ", language="iu-Cans")


def faults_of(text: facts.Text) -> list[str]:
    return told(texts.wrong_name(text, field="display_name"))


def told(found: Iterable[Refusal]) -> list[str]:
    return [f"{each.reason.code} {each.field}" for each in found]


@pytest.mark.parametrize(
    "language",
    ["fr", "fr-CA", "zh-Hant", "zh-Hant-HK", "es-419", "sl-rozaj-biske", "de-CH-1901", "km",
     "hmn", "de-DE-u-co-phonebk", "zh-cmn-Hans-CN", "en-x-oed"],
)  # fmt: skip
def test_a_name_may_be_in_another_language_alone(language: str) -> None:
    assert faults_of(facts.Text(other="Nom", language=language)) == []


@pytest.mark.parametrize(
    "language",
    ["FR", "fr_CA", "fr-ca", "zh-hant", "ZH-Hant", "french language", "f", "fr-", "-fr", "fr--CA",
     "x", "fr-CA-x", "abcdefghi", "fr-Cyrl1-RU-", "1fr", "français", "fr\n"],
)  # fmt: skip
def test_a_language_is_a_tag_by_bcp_47_in_its_usual_case(language: str) -> None:
    text = facts.Text(vi="Tên", other="Nom", language=language)
    assert faults_of(text) == ["LANGUAGE_MALFORMED display_name.language"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (facts.Text(), "DISPLAY_NAME_MISSING display_name.vi"),
        (facts.Text(en="Name"), "DISPLAY_NAME_MISSING display_name.vi"),
        (facts.Text(vi="Tên", other="Nom"), "LANGUAGE_MISSING display_name.language"),
        (facts.Text(vi="Tên", language="fr"), "LANGUAGE_WITHOUT_TEXT display_name.other"),
        (
            facts.Text(vi="Tên", other=" ", language="fr"),
            "LANGUAGE_WITHOUT_TEXT display_name.other",
        ),
        (facts.Text(other="Tên", language="vi"), "LANGUAGE_HAS_A_FIELD display_name.language"),
        (facts.Text(other="Tên", language="vi-VN"), "LANGUAGE_HAS_A_FIELD display_name.language"),
        (
            facts.Text(en="Name", other="Name", language="en-CA"),
            "LANGUAGE_HAS_A_FIELD display_name.language",
        ),
    ],
)
def test_a_name_says_each_language_once(text: facts.Text, wrong: str) -> None:
    assert faults_of(text) == [wrong]


def test_english_may_be_the_language_of_a_name_that_nobody_translated() -> None:
    assert faults_of(facts.Text(other="Passport", language="en")) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (facts.Text(vi="Hộ chiếu", en="Passport", other="Passeport", language="fr"), "Hộ chiếu"),
        (facts.Text(en="Passport", other="Passeport", language="fr"), "Passport"),
        (facts.Text(vi=" ", other="Passeport", language="fr"), "Passeport"),
        (facts.Text(), ""),
    ],
)
def test_a_title_is_vietnamese_else_english_else_the_other(text: facts.Text, shown: str) -> None:
    assert texts.title(text) == shown


@pytest.mark.parametrize("text", [FRENCH, INUKTITUT], ids=["french", "inuktitut"])
def test_what_is_called_so_is_found_and_ordered_by_it(text: facts.Text) -> None:
    opened = unit_opened()
    opened.display_name.CopyFrom(text)
    [row] = rows_of("units/q1", after(units.DECIDER, opened), position=1, version=1)
    assert row.sort_key == sort_key(texts.title(text)) != sort_key("")
    found = (row.words or "").split()
    if text is FRENCH:
        assert {"delivrance", "passeport"} <= set(found)
        assert "fr" not in found
    else:
        assert {"nunavut", "land", "ᓄᓇᕗᑦ"} <= set(found)


def texts_of(message: Any, path: str = "") -> Iterator[str]:
    """Where a content holds texts in several languages."""
    for field in message.DESCRIPTOR.fields:
        inner = field.message_type
        if inner is None:
            continue
        if inner.full_name == facts.Text.DESCRIPTOR.full_name:
            yield f"{path}{field.name}"
        elif inner.full_name.startswith("motcua."):
            at = f"{field.name}[0]" if field.is_repeated else field.name
            yield from texts_of(made(field), f"{path}{at}.")


def made(field: FieldDescriptor) -> Any:
    assert field.message_type is not None
    return getattr(facts, field.message_type.name)()


def put(message: Any, path: str, text: facts.Text) -> None:
    head, _, rest = path.partition(".")
    name, _, index = head.partition("[")
    if not rest:
        getattr(message, name).CopyFrom(text)
        return
    listed = getattr(message, name)
    put(listed.add() if index else listed, rest, text)


PLACES = list(texts_of(facts.ServiceContent()))


def test_a_content_has_texts_in_many_places() -> None:
    assert {"display_name", "description", "steps[0].title", "fees[0].name"} <= set(PLACES)


@pytest.mark.parametrize("place", PLACES)
def test_no_text_of_a_content_escapes_the_rule_of_languages(place: str) -> None:
    said = facts.ServiceContent(display_name=FRENCH, authority="units/q1")
    put(said, place, facts.Text(vi="Tên", other="Nom", language="FR"))
    with pytest.raises(Refusal) as refused:
        content.require_sound(said, field="service")
    found = told([refused.value, *refused.value.also])
    assert f"LANGUAGE_MALFORMED service.{place}.language" in found
