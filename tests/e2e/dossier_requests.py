"""Complete requests about one dossier, each with a role that may make it.

Promises every command of DossierService that names a dossier, and every method about files. Must
not say what becomes of them.
"""

from __future__ import annotations

import uuid
from typing import Any

from google.protobuf.message import Message
from google.type.date_pb2 import Date

from motcua.submissions.v1 import attachments_pb2 as files
from motcua.submissions.v1 import counts_pb2 as counts
from motcua.submissions.v1 import dossier_queries_pb2 as dossier_queries
from motcua.submissions.v1 import slips_pb2 as slips
from motcua.submissions.v1 import submissions_pb2 as submissions


def of_a_dossier(dossier: str) -> list[tuple[str, str, str, Message]]:
    """Service, method, role, request."""
    named = {"name": dossier, "request_id": str(uuid.uuid4())}
    seen = named | {"etag": '"1"'}
    coded = seen | {"reason_code": "x"}
    return [
        ("submissions", "AcceptDossier", "officer", submissions.AcceptDossierRequest(**named)),
        ("submissions", "RefuseDossier", "officer", submissions.RefuseDossierRequest(
            **coded)),
        ("submissions", "RecordResult", "officer", submissions.RecordResultRequest(**seen)),
        ("submissions", "StartHandling", "officer", submissions.StartHandlingRequest(**named)),
        ("submissions", "RequestSupplement", "officer",
            submissions.RequestSupplementRequest(**coded)),
        ("submissions", "AnswerSupplement", "officer",
            submissions.AnswerSupplementRequest(**named)),
        ("submissions", "RequestObligation", "officer",
            submissions.RequestObligationRequest(**coded, amount=1)),
        ("submissions", "RecordPayment", "officer",
            submissions.RecordPaymentRequest(**named, amount=1, purpose=1)),
        ("submissions", "RefundPayment", "officer",
            submissions.RefundPaymentRequest(**named, amount=1, payment="p")),
        ("submissions", "WaiveFee", "leader", submissions.WaiveFeeRequest(**coded)),
        ("submissions", "WaiveObligation", "leader",
            submissions.WaiveObligationRequest(**coded)),
        ("submissions", "AssignDossier", "leader",
            submissions.AssignDossierRequest(**coded, assignee="o")),
        ("submissions", "TransferDossier", "leader",
            submissions.TransferDossierRequest(**coded, to_unit="units/ward-1")),
        ("submissions", "ExtendDue", "leader", submissions.ExtendDueRequest(
            **coded, extended=submissions.Deadline(time={"seconds": 4_000_000_000}))),
        ("submissions", "StopDossier", "leader", submissions.StopDossierRequest(**coded)),
        ("submissions", "ArchiveDossier", "officer",
            submissions.ArchiveDossierRequest(**named, archive_code="a")),
        ("submissions", "HandOverPaperFile", "officer",
            submissions.HandOverPaperFileRequest(**named, archive="a", list_code="l")),
        ("submissions", "LinkDossier", "officer",
            submissions.LinkDossierRequest(**named, root=dossier)),
        ("submissions", "VoidDossier", "leader", submissions.VoidDossierRequest(**coded)),
        ("submissions", "CorrectDossier", "leader",
            submissions.CorrectDossierRequest(**coded, version=1)),
        ("submissions", "ReturnResult", "officer", submissions.ReturnResultRequest(**named)),
        ("submissions", "WithdrawDossier", "portal", submissions.WithdrawDossierRequest(**named)),
    ]  # fmt: skip


def counted_in_ward_1() -> tuple[str, str, str, Message]:
    """A counted fact of a ward."""
    counted = counts.Count(unit="units/ward-1")
    request = counts.RecordCountsRequest(source="old", counts=[counted])
    return "count", "RecordCounts", "importer", request


def of_files(dossier: str) -> list[tuple[str, str, str, Message]]:
    """Complete requests about the files of a dossier, with a role that may make them."""
    named = f"{dossier}/attachments/{uuid.UUID(int=8)}"
    again: dict[str, Any] = {"request_id": str(uuid.uuid4())}
    return [
        ("attachment", "CreateAttachment", "officer", files.CreateAttachmentRequest(
            parent=dossier, file_name="a.pdf", size=9, **again)),
        ("attachment", "UploadAttachment", "portal", files.UploadAttachmentRequest(
            name=named, data=b"%PDF-1.7")),
        ("attachment", "GetAttachment", "leader", files.GetAttachmentRequest(name=named)),
        ("attachment", "ListAttachments", "inspector", files.ListAttachmentsRequest(
            parent=dossier)),
        ("attachment", "DownloadAttachment", "officer", files.DownloadAttachmentRequest(
            name=named, purpose="complaint 7")),
        ("attachment", "RemoveAttachment", "officer", files.RemoveAttachmentRequest(
            name=named, **again)),
    ]  # fmt: skip


def questions_in_ward_1(dossier: str) -> list[tuple[str, str, str, Message]]:
    """Those that read dossiers."""
    day, after = Date(year=2026, month=1, day=1), Date(year=2026, month=1, day=2)
    return [
        ("dossier_queries", "ListDossiers", "portal", dossier_queries.ListDossiersRequest(
            unit="units/ward-1")),
        ("dossier_queries", "ListDueDossiers", "officer", dossier_queries.ListDueDossiersRequest(
            unit="units/ward-1")),
        ("slip", "GetSlip", "leader", slips.GetSlipRequest(name=dossier)),
        ("dossier_queries", "GetDossierHistory", "leader",
            dossier_queries.GetDossierHistoryRequest(name=dossier)),
        ("dossier_queries", "ReconcilePortals", "inspector",
            dossier_queries.ReconcilePortalsRequest(
                unit="units/ward-1", start_date=day, end_date=after)),
    ]  # fmt: skip
