"""What the console says of a dossier or a petition: every event, field, value and status has its
words.

The contract is read from its descriptors, so that a new event, field or value cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import deadlines_pb2, dossier_queries_pb2, petitions_pb2
from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import petition_events_pb2 as petitions
from services.console.commands import petition
from services.console.display.dossier_facts import ELSEWHERE, cells
from services.console.display.wording import VIETNAMESE, in_words, spelled

FACTS = [field.message_type for field in events.CorrectedFact.DESCRIPTOR.oneofs[0].fields]
OF_PETITIONS = [*petitions.CorrectedPetitionFact.DESCRIPTOR.oneofs[0].fields]
# What is told by other words: each date, and the offering itself.
IN_PARTS = {"deadline", "offering"}


def names() -> Iterator[str]:
    """Every name of the contract that may be shown of a dossier or a petition."""
    told = [events.DESCRIPTOR, petitions.DESCRIPTOR]
    for event in (each for file in told for each in file.message_types_by_name.values()):
        fields = set(event.fields_by_name)
        if (
            "catalog_position" in fields
            and fields & {"dossier", "petition"}
            and ("count" not in fields)
        ):
            yield event.name
    for event in (*FACTS, *(each.message_type for each in OF_PETITIONS)):
        for field in event.fields:
            if field.name not in ELSEWHERE | IN_PARTS:
                yield field.name
                yield from values(field.enum_type)
    yield from values(events.Status.DESCRIPTOR)
    for enumeration in (
        catalog.TimeUnit, deadlines_pb2.DeadlineStageKind, deadlines_pb2.PauseEffect,
        deadlines_pb2.CountReason, events.ErasureCause, petitions.PetitionStatus,
        petitions.PetitionTermKind,
    ):  # fmt: skip
        yield from values(enumeration.DESCRIPTOR)


def values(enumeration: Any) -> Iterator[str]:
    """All but the first, which is never shown."""
    yield from (each.name for each in enumeration.values[1:]) if enumeration else ()


@pytest.mark.parametrize("name", sorted(set(names())))
def test_each_has_a_vietnamese_word_and_an_english_one(name: str) -> None:
    assert VIETNAMESE[name].strip()
    assert VIETNAMESE[name] != spelled(name)
    assert "_" not in spelled(name)


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("DossierAccepted", "Dossier accepted"), ("from_unit", "from unit"), ("due", "due"),
        ("not known", "not known"),
    ],
)  # fmt: skip
def test_an_english_word_is_the_name_spelled_out(
    name: str, english: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert in_words(name) == english


@pytest.mark.parametrize("kind", FACTS, ids=lambda each: str(each.name))
def test_a_fact_with_all_its_fields_is_told_in_both_languages(
    kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fact = dossier_queries_pb2.DossierFact(version=3, event=kind.name, time_known=True)
    fact.time.FromDatetime(datetime(2026, 3, 3, tzinfo=UTC))
    name = next(f.name for f in events.CorrectedFact.DESCRIPTOR.fields if f.message_type is kind)
    fill(getattr(fact.recorded, name))
    fact.effective.CopyFrom(fact.recorded)
    fact.corrected_by = 5
    told = {}
    for lang in ("C.UTF-8", "vi_VN.UTF-8"):
        monkeypatch.setenv("LC_ALL", lang)
        told[lang] = cells(fact)
        assert not any("UNSPECIFIED" in cell or "_" in cell for cell in told[lang]), told
    english, vietnamese = told.values()
    assert english[2] != vietnamese[2]
    assert "#5" in english[-1]
    assert english[-1] != vietnamese[-1]


@pytest.mark.parametrize("field", OF_PETITIONS, ids=lambda each: str(each.name))
def test_a_fact_of_a_petition_is_told_in_both_languages(
    field: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fact = petitions_pb2.PetitionFact(version=3, event=field.message_type.name, time_known=True)
    fill(getattr(fact.recorded, field.name))
    fact.effective.CopyFrom(fact.recorded)
    fact.corrected_by = 5
    told = {}
    for lang in ("C.UTF-8", "vi_VN.UTF-8"):
        monkeypatch.setenv("LC_ALL", lang)
        told[lang] = petition.cells(fact)
        assert not any("UNSPECIFIED" in cell or "_" in cell for cell in told[lang]), told
    english, vietnamese = told.values()
    assert english[2] != vietnamese[2]
    assert "#5" in english[-1]
    assert english[-1] != vietnamese[-1]


def fill(message: Any) -> None:
    """Each field with some value."""
    for field in message.DESCRIPTOR.fields:
        if field.message_type:
            getattr(message, field.name).SetInParent() if not field.is_repeated else None
            continue
        value: Any = "x" if field.type == field.TYPE_STRING else 1
        if field.is_repeated:
            getattr(message, field.name).append(value)
        else:
            setattr(message, field.name, value)
