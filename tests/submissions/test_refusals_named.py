"""Refusals name documents and what can be stated as people call them, in both languages.

Given what the catalogue says of a document, when it is missing, then its name is told.
"""

from __future__ import annotations

import pytest

from motcua.submissions.v1.petitions_pb2 import PetitionStatement
from motcua.submissions.v1.submissions_pb2 import Statement
from services.submissions.domain.documents import incomplete, unknown
from services.submissions.domain.field_names import IN_VIETNAMESE, values_of
from services.submissions.domain.offerings import Document

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


@pytest.mark.parametrize("statement", [Statement, PetitionStatement])
def test_every_field_of_a_statement_has_its_words(
    statement: type[Statement] | type[PetitionStatement],
) -> None:
    names = [each.name for each in statement.DESCRIPTOR.fields]
    assert set(names) <= IN_VIETNAMESE.keys()
    found = values_of(names[0], names)
    assert "_" not in found["fields_vi"] + found["field_vi"]
