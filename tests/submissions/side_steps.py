"""What is asked of a dossier, a petition, a ticket or a draft by whom it concerns.

Promises requests that a service takes of him as they stand, beside names, ids and etags. Must not
call anything.
"""

from __future__ import annotations

from typing import Any

DUE = {"date": {"year": 2099, "month": 1, "day": 1}}
DAYS = {
    "start_date": {"year": 2026, "month": 1, "day": 1},
    "end_date": {"year": 2027, "month": 1, "day": 1},
}
REASON = {"reason_code": "x"}
FILED = {"receiving_unit": "{unit}", "channel": 1}

# {unit}, {offering} and {mark} are those of a side; a text that ends in a slash is a name of those.
BEGIN: dict[str, dict[str, Any]] = {
    "SubmitDossier": {**FILED, "offering": "{offering}", "applicant": {"full_name": "{mark}"}},
    "SubmitPetition": {**FILED, "kind": 1, "paragraphs": ["{mark}"]},
    "TakeTicket": {"unit": "{unit}"},
    "CreateDraft": {"draft": {**FILED, "offering": "{offering}"}},
}
STEPS: dict[str, dict[str, Any]] = {
    "AcceptDossier": {"due": DUE, "handling_unit": "{unit}"},
    "RefuseDossier": REASON,
    "StartHandling": {},
    "RequestSupplement": REASON,
    "AnswerSupplement": {},
    "RequestObligation": {"amount": 5, **REASON},
    "RecordPayment": {"amount": 5, "purpose": 2},
    "RecordResult": {},
    "ReturnResult": {"returning_unit": "{unit}"},
    "WaiveFee": REASON,
    "ExtendDue": {"extended": DUE, **REASON},
    "AssignDossier": {"assignee": "officer-{mark}"},
    "TransferDossier": {"to_unit": "{unit}", **REASON},
    "StopDossier": REASON,
    "WithdrawDossier": {},
    "RateDossier": {"value": 5},
    "ArchiveDossier": {"archive_code": "B2-14"},
    "VoidDossier": REASON,
    "LinkDossier": {"root": "dossiers/"},
    "GetDossier": {},
    "GetDossierHistory": {},
    "BatchGetDossierHistories": {"names": ["dossiers/"]},
    "GetSlip": {},
    "GetPersonalData": {"purpose": "{mark}"},
    "ListReadings": {"subtree": "{unit}"},
    "ListDossiers": {"unit": "{unit}"},
    "ListDueDossiers": {"unit": "{unit}"},
    "ReconcilePortals": {"unit": "{unit}", **DAYS},
    "GetFiling": {},
    "ListFilings": {"unit": "{unit}"},
    "CreateAttachment": {"parent": "dossiers/", "file_name": "{mark}.pdf", "size": 9},
    "ListAttachments": {"parent": "dossiers/"},
    "BeginPayment": {"provider": "test", "purpose": 2},
    "StartPetitionHandling": {},
    "RequestPetitionSupplement": REASON,
    "TransferPetition": {"to_unit": "{unit}", **REASON},
    "AssignPetition": {"assignee": "officer-{mark}"},
    "MergePetition": {"into": "petitions/"},
    "WithdrawPetition": {},
    "VoidPetition": REASON,
    "GetPetition": {},
    "GetPetitionHistory": {},
    "ListPetitions": {"unit": "{unit}"},
    "CallNextTicket": {"unit": "{unit}", "counter": "1"},
    "RecallTicket": {},
    "ServeTicket": {},
    "RecordNoShow": {},
    "RecordTicketDossier": {"dossier": "dossiers/"},
    "GetTicket": {},
    "ListTickets": {"unit": "{unit}"},
    "GetDraft": {},
    "ListDrafts": {},
    "DeleteDraft": {},
    "SubmitDraft": {},
}
