"""The documents that come with a dossier, by their codes: those that its service version requires.

Example: a version asks for CT01, and for CT02 in one case only (conditional). A dossier with CT01
is complete, and one with both; one with CT02 alone lacks CT01. A version without codes asks for
nothing.
"""

from collections.abc import Iterator, Sequence

from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason, Kind, Reason
from services.submissions.domain.offerings import Document

MOST_HANDED_IN = 100


class DocumentReason(Reason):
    """Why the documents that are named are refused."""

    DOCUMENT_MISSING = (
        Kind.INVALID,
        "Thiếu giấy tờ “{document_vi}” mà thủ tục yêu cầu.",
        "The document {document_en}, which the service asks for, is missing.",
    )
    DOCUMENT_UNKNOWN = (
        Kind.INVALID,
        "Thủ tục không có giấy tờ “{document}”; các giấy tờ của thủ tục: {documents_vi}.",
        "The service has no document {document}; its documents are {documents_en}.",
    )
    DOCUMENT_REPEATED = (
        Kind.INVALID,
        "Giấy tờ “{document}” được nêu hai lần.",
        "The document {document} is named twice.",
    )


def incomplete(stated: Sequence[str], required: Sequence[Document]) -> Iterator[Refusal]:
    """All that is wrong with the documents that come with a dossier."""
    if len(stated) > MOST_HANDED_IN:
        yield too_many(MOST_HANDED_IN)
        return
    for n, code in enumerate(stated):
        if code in stated[:n]:
            yield Refusal(
                DocumentReason.DOCUMENT_REPEATED, field=f"documents[{n}]", values={"document": code}
            )
    yield from unknown(stated, required)
    for each in required:
        if not each.conditional and each.code not in stated:
            yield Refusal(DocumentReason.DOCUMENT_MISSING, field="documents", values=each.values)


def unknown(stated: Sequence[str], known: Sequence[Document]) -> Iterator[Refusal]:
    """Documents that the version does not have, where it gives its documents codes."""
    codes = [each.code for each in known]
    for n, code in enumerate(stated):
        if codes and code not in codes:
            values = {
                "document": code,
                "documents": ", ".join(codes),
                "documents_vi": "; ".join(each.values["document_vi"] for each in known),
                "documents_en": "; ".join(each.values["document_en"] for each in known),
            }
            yield Refusal(DocumentReason.DOCUMENT_UNKNOWN, field=f"documents[{n}]", values=values)


def too_many(most: int) -> Refusal:
    """More than may be named."""
    return Refusal(ChassisReason.LIST_TOO_LONG, field="documents", values={"most": str(most)})
