"""Refusals name documents and what can be stated as people call them, in both languages.

Given what the catalogue says of a document, when it is missing, then its name is told.
"""

from __future__ import annotations

import pytest

from motcua.submissions.v1 import events_pb2 as dossier_events
from motcua.submissions.v1 import petition_events_pb2 as petition_events
from motcua.submissions.v1.petitions_pb2 import PetitionStatement
from motcua.submissions.v1.submissions_pb2 import Statement
from services.chassis.errors import Refusal
from services.submissions.domain.documents import incomplete, unknown
from services.submissions.domain.dossier import translations as dossiers
from services.submissions.domain.field_names import IN_VIETNAMESE, values_of
from services.submissions.domain.offerings import Document
from services.submissions.domain.petition import translations as petitions
from services.submissions.domain.petition.state import Petition
from services.submissions.domain.petition.steps import require_allowed

BIRTH = Document("CT01", False, "Giấy chứng sinh", "Birth notice")
UNNAMED = Document("CT02", False)
VIETNAMESE = Document("CT03", False, "Tờ khai")


@pytest.mark.parametrize(
    ("document", "vi", "en"),
    [
        (BIRTH, "“Giấy chứng sinh (CT01)”", "Birth notice (CT01)"),
        (UNNAMED, "“CT02”", "document CT02,"),
        (VIETNAMESE, "“Tờ khai (CT03)”", "Tờ khai (CT03)"),
    ],
)
def test_a_missing_document_is_named(document: Document, vi: str, en: str) -> None:
    [refusal] = incomplete([], [document])
    assert vi in refusal.message("vi")
    assert en in refusal.message("en")
    assert refusal.values["document"] == document.code


def test_of_one_that_is_not_there_those_that_are_are_named() -> None:
    [refusal] = unknown(["CT09"], [BIRTH, UNNAMED])
    assert "các giấy tờ của thủ tục: Giấy chứng sinh (CT01); CT02." in refusal.message("vi")
    assert "its documents are Birth notice (CT01); CT02." in refusal.message("en")
    assert refusal.values["documents"] == "CT01, CT02"


def test_every_event_and_status_has_its_words_in_both_languages() -> None:
    for words, contract in ((dossiers, dossier_events), (petitions, petition_events)):
        assert words.EVENTS_IN_ENGLISH.keys() == words.EVENTS_IN_VIETNAMESE.keys()
        assert words.EVENTS_IN_ENGLISH.keys() <= set(contract.DESCRIPTOR.message_types_by_name)
    for status in petitions.IN_VIETNAMESE:
        assert "_" not in petitions.status_in_words(status)["status_en"]


def test_a_petition_that_takes_no_step_is_told_so_in_plain_words() -> None:
    petition = Petition(status=petition_events.PETITION_STATUS_SUPPLEMENT_REQUESTED)
    with pytest.raises(Refusal) as why:
        require_allowed(petition, petition_events.PetitionAnswered)
    assert why.value.message("en") == (
        "The petition's status is “supplement requested”, at which there cannot be: the answer."
    )
    assert "Answered" not in why.value.message("vi")
    assert why.value.values["event"] == "PetitionAnswered"


@pytest.mark.parametrize("statement", [Statement, PetitionStatement])
def test_every_field_of_a_statement_has_its_words(
    statement: type[Statement] | type[PetitionStatement],
) -> None:
    names = [each.name for each in statement.DESCRIPTOR.fields]
    assert set(names) <= IN_VIETNAMESE.keys()
    found = values_of(names[0], names)
    assert "_" not in found["fields_vi"] + found["field_vi"] + found["fields_en"]
