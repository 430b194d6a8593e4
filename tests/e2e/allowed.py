"""Who may call what: every method of every service, and the roles that it answers.

Promises the whole table, written by hand. Must not read the answer from the contracts.
"""

from __future__ import annotations

from typing import Any

from motcua.catalog.v1 import calendars_pb2 as calendars
from motcua.catalog.v1 import catalog_pb2 as catalog
from motcua.catalog.v1 import intake_pb2 as intake
from motcua.catalog.v1 import officers_pb2 as officers
from motcua.catalog.v1 import targets_pb2 as targets
from motcua.metrics.v1 import definitions_pb2 as definitions
from motcua.metrics.v1 import estimates_pb2 as estimates
from motcua.metrics.v1 import federation_pb2 as federation
from motcua.metrics.v1 import leagues_pb2 as leagues
from motcua.metrics.v1 import metrics_pb2 as metrics
from motcua.metrics.v1 import publications_pb2 as publications
from motcua.metrics.v1 import published_pb2 as published
from motcua.metrics.v1 import receipts_pb2 as receipts
from motcua.metrics.v1 import reconciliation_pb2 as reconciliation
from motcua.metrics.v1 import scores_pb2 as scores
from motcua.metrics.v1 import statements_pb2 as statements
from motcua.metrics.v1 import watching_pb2 as watching
from motcua.submissions.v1 import attachments_pb2 as attachments
from motcua.submissions.v1 import counter_pb2 as counters
from motcua.submissions.v1 import counts_pb2 as counts
from motcua.submissions.v1 import dossier_queries_pb2 as dossier_queries
from motcua.submissions.v1 import drafts_pb2 as drafts
from motcua.submissions.v1 import filings_pb2 as filings
from motcua.submissions.v1 import payments_pb2 as payments
from motcua.submissions.v1 import personal_data_pb2 as personal_data
from motcua.submissions.v1 import petitions_pb2 as petitions
from motcua.submissions.v1 import slips_pb2 as slips
from motcua.submissions.v1 import sources_pb2 as sources
from motcua.submissions.v1 import submissions_pb2 as submissions
from tests.e2e.compared_requests import ALLOWED_COMPARED
from tests.e2e.dossier_query_requests import ALLOWED_QUERIES
from tests.e2e.federation_requests import ALLOWED_FEDERATION
from tests.e2e.petition_requests import ALLOWED_PETITIONS
from tests.e2e.publication_requests import ALLOWED_PUBLICATIONS
from tests.e2e.statement_requests import ALLOWED_STATEMENTS

ROLES = (
    "public portal officer leader editor importer inspector publisher operator".split()  # noqa: SIM905
)
EDITOR, READERS = {"editor"}, set(ROLES)
FIGURES = {"officer", "leader", "inspector", "publisher", "operator"}
ALLOWED = {
    ("catalog", "OpenUnit"): EDITOR,
    ("catalog", "CorrectUnitOpening"): EDITOR,
    ("catalog", "RenameUnit"): EDITOR,
    ("catalog", "MoveUnit"): EDITOR,
    ("catalog", "CloseUnit"): EDITOR,
    ("catalog", "MergeUnits"): EDITOR,
    ("catalog", "SplitUnit"): EDITOR,
    ("catalog", "WithdrawUnitChange"): EDITOR,
    ("catalog", "AppointOfficer"): EDITOR,
    ("catalog", "RelieveOfficer"): EDITOR,
    ("catalog", "SetFilingPolicy"): EDITOR,
    ("catalog", "AuthorizeDesk"): EDITOR,
    ("catalog", "RevokeDesk"): EDITOR,
    ("catalog", "AssignCalendar"): EDITOR,
    ("catalog", "GetUnit"): READERS,
    ("catalog", "BatchGetUnits"): READERS,
    ("catalog", "ListUnits"): READERS,
    ("catalog", "ListDeskAuthorizations"): READERS,
    ("catalog", "GetUnitLineage"): READERS,
    ("catalog", "CreateService"): EDITOR,
    ("catalog", "ReviseService"): EDITOR,
    ("catalog", "PublishService"): EDITOR,
    ("catalog", "CorrectService"): EDITOR,
    ("catalog", "WithdrawServiceVersion"): EDITOR,
    ("catalog", "RetireService"): EDITOR,
    ("catalog", "WithdrawServiceRetirement"): EDITOR,
    ("catalog", "GetService"): READERS,
    ("catalog", "BatchGetServices"): READERS,
    ("catalog", "ListServices"): READERS,
    ("catalog", "OpenOffering"): EDITOR,
    ("catalog", "CorrectOfferingOpening"): EDITOR,
    ("catalog", "RecordCapabilities"): EDITOR,
    ("catalog", "DeclareCeiling"): EDITOR,
    ("catalog", "CloseOffering"): EDITOR,
    ("catalog", "WithdrawOfferingChange"): EDITOR,
    ("catalog", "RelabelOfferings"): EDITOR,
    ("catalog", "AssessOffering"): READERS,
    ("catalog", "GetOffering"): READERS,
    ("catalog", "BatchGetOfferings"): READERS,
    ("catalog", "ListOfferings"): READERS,
    ("catalog", "CountOfferings"): READERS,
    ("catalog", "ListChanges"): {"editor", "inspector", "leader"},
    ("catalog", "WatchCatalog"): {"portal", "editor", "inspector", "operator"},
    ("calendar", "ReviseCalendar"): EDITOR,
    ("calendar", "GetCalendar"): READERS,
    ("calendar", "ListCalendars"): READERS,
    ("calendar", "ListDays"): READERS,
    ("target", "SetTarget"): EDITOR,
    ("target", "WithdrawTarget"): EDITOR,
    ("target", "GetTarget"): READERS,
    ("target", "ListTargets"): READERS,
    ("officer", "SealOfficer"): EDITOR,
    ("officer", "ReadOfficers"): {"leader", "inspector", "operator"},
    ("officer", "EraseOfficer"): EDITOR,
    ("officer", "ListReadings"): {"inspector", "operator"},
    ("intake", "ImportRows"): {"importer"},
    ("submissions", "SubmitDossier"): {"portal", "officer"},
    ("submissions", "SubmitDossiers"): {"portal", "officer"},
    ("submissions", "AcceptDossier"): {"officer"},
    ("submissions", "RefuseDossier"): {"officer"},
    ("submissions", "RecordResult"): {"officer"},
    ("submissions", "ReturnResult"): {"officer"},
    ("submissions", "WithdrawDossier"): {"portal", "officer"},
    ("submissions", "StartHandling"): {"officer"},
    ("submissions", "RequestSupplement"): {"officer"},
    ("submissions", "AnswerSupplement"): {"portal", "officer"},
    ("submissions", "RequestObligation"): {"officer"},
    ("submissions", "RecordPayment"): {"portal", "officer"},
    ("submissions", "RefundPayment"): {"officer"},
    ("submissions", "WaiveFee"): {"officer", "leader"},
    ("submissions", "WaiveObligation"): {"officer", "leader"},
    ("submissions", "AssignDossier"): {"officer", "leader"},
    ("submissions", "TransferDossier"): {"officer", "leader"},
    ("submissions", "ExtendDue"): {"officer", "leader"},
    ("submissions", "StopDossier"): {"officer", "leader"},
    ("submissions", "RateDossier"): {"portal", "officer"},
    ("submissions", "ArchiveDossier"): {"officer"},
    ("submissions", "HandOverPaperFile"): {"officer"},
    ("submissions", "LinkDossier"): {"portal", "officer"},
    ("submissions", "VoidDossier"): {"officer", "leader"},
    ("submissions", "CorrectDossier"): {"officer", "leader"},
    ("submissions", "GetDossier"): {"portal", "officer", "leader", "inspector"},
    ("submissions", "ExplainDeadline"): {"portal", "officer", "leader", "inspector"},
    ("submissions", "TrackDossier"): READERS,
    ("submissions", "BackfillDossiers"): {"importer"},
    ("submissions", "ListLevelDifferences"): {"inspector", "leader"},
    **ALLOWED_QUERIES,
    ("count", "RecordCounts"): {"importer"},
    ("source", "ListSources"): {"operator"},
    ("source", "BindSource"): {"operator"},
    ("source", "ReleaseSource"): {"operator"},
    ("draft", "CreateDraft"): {"portal"},
    ("draft", "GetDraft"): {"portal"},
    ("draft", "ListDrafts"): {"portal"},
    ("draft", "UpdateDraft"): {"portal"},
    ("draft", "DeleteDraft"): {"portal"},
    ("draft", "SubmitDraft"): {"portal"},
    ("attachment", "CreateAttachment"): {"portal", "officer"},
    ("attachment", "UploadAttachment"): {"portal", "officer"},
    ("attachment", "GetAttachment"): {"portal", "officer", "leader", "inspector"},
    ("attachment", "ListAttachments"): {"portal", "officer", "leader", "inspector"},
    ("attachment", "DownloadAttachment"): {"portal", "officer"},
    ("attachment", "RemoveAttachment"): {"portal", "officer"},
    ("payment", "BeginPayment"): {"portal", "officer"},
    ("payment", "ConfirmPayment"): {"portal", "operator"},
    ("payment", "GetPaymentAttempt"): {"portal", "officer", "leader", "inspector"},
    ("payment", "ReconcilePayments"): {"inspector", "operator"},
    ("payment", "OrderRefund"): {"officer"},
    ("payment", "ConfirmRefund"): {"portal", "operator"},
    ("payment", "GetRefund"): {"portal", "officer", "leader", "inspector"},
    ("slip", "GetSlip"): {"portal", "officer", "leader", "inspector"},
    ("counter", "TakeTicket"): {"portal", "officer"},
    ("counter", "CallNextTicket"): {"officer"},
    ("counter", "RecallTicket"): {"officer"},
    ("counter", "MoveTicket"): {"officer"},
    ("counter", "ServeTicket"): {"officer"},
    ("counter", "RecordNoShow"): {"officer"},
    ("counter", "RecordTicketDossier"): {"officer"},
    ("counter", "VoidTicket"): {"officer", "leader"},
    ("counter", "GetTicket"): {"portal", "officer", "leader", "inspector"},
    ("counter", "ListTickets"): {"portal", "officer", "leader", "inspector"},
    ("counter", "WatchQueue"): {"portal", "officer", "leader", "inspector"},
    **{("petition", method): roles for method, roles in ALLOWED_PETITIONS.items()},
    ("petition", "TrackPetition"): READERS,
    ("petition", "GetPublishedAnswer"): READERS,
    ("petition", "ListPublishedAnswers"): READERS,
    ("personal_data", "GetPersonalData"): {"officer", "portal"},
    ("personal_data", "ListReadings"): {"inspector", "operator"},
    ("personal_data", "EraseDossier"): {"leader"},
    ("metrics", "GetRate"): FIGURES,
    ("metrics", "ListRates"): FIGURES,
    ("metrics", "ExplainRate"): {"inspector", "leader"},
    ("definition", "ListDefinitions"): READERS,
    ("definition", "ListFacts"): READERS,
    ("definition", "CompareDefinition"): {"publisher", "inspector"},
    ("definition", "GetDefinition"): READERS,
    ("definition", "AdoptDefinition"): {"publisher"},
    **ALLOWED_PUBLICATIONS,
    **ALLOWED_STATEMENTS,
    ("reconciliation", "GetReconciliation"): FIGURES,
    **ALLOWED_COMPARED,
    **ALLOWED_FEDERATION,
    ("estimate", "EstimateRate"): FIGURES,
    ("receipt", "ListLeaves"): {"inspector", "leader"},
    ("receipt", "CompareReceipt"): {"inspector", "leader"},
}
MODULES = {
    "catalog": catalog,
    "calendar": calendars,
    "target": targets,
    "officer": officers,
    "intake": intake,
    "submissions": submissions,
    "dossier_queries": dossier_queries,
    "filing": filings,
    "personal_data": personal_data,
    "count": counts,
    "source": sources,
    "attachment": attachments,
    "counter": counters,
    "draft": drafts,
    "slip": slips,
    "payment": payments,
    "petition": petitions,
    "metrics": metrics,
    "definition": definitions,
    "publication": publications,
    "published": published,
    "reconciliation": reconciliation,
    "receipt": receipts,
    "estimate": estimates,
    "watch": watching,
    "statement": statements,
    "league": leagues,
    "score": scores,
    "federation": federation,
}
# Which process offers the service.
PROCESS = {
    **dict.fromkeys(["calendar", "target", "officer", "intake"], "catalog"),
    **dict.fromkeys(
        [
            "dossier_queries",
            "filing",
            "personal_data",
            "count",
            "source",
            "attachment",
            "counter",
            "draft",
            "slip",
            "payment",
            "petition",
        ],
        "submissions",
    ),
    "definition": "metrics",
    "publication": "metrics",
    "published": "metrics",
    "reconciliation": "metrics",
    "receipt": "metrics",
    "estimate": "metrics",
    "watch": "metrics",
    "statement": "metrics",
    "league": "metrics",
    "score": "metrics",
    "federation": "metrics",
}


CLIENT_STREAMING = {
    "BackfillDossiers",
    "BackfillPetitions",
    "ImportRows",
    "RecordCounts",
    "SubmitDossiers",
    "UploadAttachment",
}
SERVER_STREAMING = {
    "ExplainRate",
    "ExplainRevision",
    "ListLeaves",
    "CompareReceipt",
    "ImportRows",
    "SubmitDossiers",
    "ExplainDeadline",
    "DownloadAttachment",
}
WATCHED = ("Catalog", "Dossiers", "Filings", "Petitions", "Queue", "Figures")
ENDLESS = {f"Watch{each}" for each in WATCHED}
METHODS = sorted(ALLOWED)


def request_of(service: str, method: str) -> Any:
    """An empty request."""
    name = described(service).methods_by_name[method].input_type.name
    return getattr(MODULES[service], name)()


def described(service: str) -> Any:
    """The service of a contract."""
    [only] = MODULES[service].DESCRIPTOR.services_by_name.values()
    return only
