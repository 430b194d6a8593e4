"""Requests by which the matrix asks: of every method one about ward 1 that changes nothing there.

Promises to find a request by the contract where the contract says enough, and else in `RESOURCES`.
Must not call anything.
"""

from __future__ import annotations

import uuid
from functools import reduce
from string import Template
from typing import Any, NamedTuple

from google.protobuf import text_format

from deploy.embedded.tokens import OPERATOR
from tests.e2e.access_matrix import OWN, Method
from tests.e2e.allowed import MODULES, described
from tests.e2e.sound_requests import SOUND

# A stale etag stops every command after the question who asks.
STALE = r'etag: "\"77\""'
SERVICE = f'name: "services/warded" {STALE}'
OFFERING = f'name: "services/birth/offerings/ward-1" {STALE}'
NOT_ON_DUTY = 'officer: "nobody"'
PETITION = 'name: "$petitioned"'
RECORD = 'key: "$new" offering: "services/birth/offerings/ward-1" channel: CHANNEL_POST'


STAFF = frozenset({"officer", "leader", "inspector"})


class Resource(NamedTuple):
    """What is put into the sound request of a method."""

    text: str = ""
    unit: str | None = OWN  # of the resource; None: the right is not a unit's
    replaces: bool = False  # the sound request, whole
    roles: frozenset[str] | None = None  # of those that the method names; None: all
    subject: str = OPERATOR  # who asks
    is_public: bool = False  # that it is there is no secret


NOT_BY_UNIT = Resource(unit=None)
OF_THE_WHOLE_TREE = Resource(unit="")
# Requests about a resource, by service and method; the others of a dossier, petition and the like
# are the sound ones with a stale etag.
RESOURCES = {
    **{
        f"CatalogService/{each}": Resource(OFFERING)
        for each in (
            "CloseOffering",
            "CorrectOfferingOpening",
            "DeclareCeiling",
            "RecordCapabilities",
            "WithdrawOfferingChange",
        )
    },
    **{
        f"CatalogService/{each}": Resource(SERVICE)
        for each in (
            "PublishService",
            "RetireService",
            "WithdrawServiceRetirement",
            "WithdrawServiceVersion",
        )
    },
    "CatalogService/ReviseService": Resource(
        f'service {{ name: "services/warded" authority: "{OWN}" }} {STALE}'
    ),
    "CatalogService/CorrectService": Resource(
        f'service {{ name: "services/warded" authority: "{OWN}" }} {STALE}'
    ),
    "CatalogService/MergeUnits": Resource(f'into: "{OWN}" units: "{OWN}"', replaces=True),
    "TargetService/WithdrawTarget": Resource(f'name: "targets/warded" {STALE}'),
    "IntakeService/ImportRows": Resource(
        f"""source: "old" rows {{ line: 2 key: "$new" unit {{ unit_id: "hamlet"
        unit {{ parent: "{OWN}" kind: "team" display_name {{ vi: "X" }} }} }} }}""",
        replaces=True,
    ),
    "AttachmentService/CreateAttachment": Resource('parent: "$ended"'),
    "AttachmentService/UploadAttachment": Resource('name: "$file"'),
    "AttachmentService/DownloadAttachment": Resource(),
    "AttachmentService/GetAttachment": Resource(),
    "AttachmentService/ListAttachments": Resource(),
    "CountService/RecordCounts": Resource('source: "$new" validate_only: true'),
    **{
        f"CounterService/{each}": Resource(NOT_ON_DUTY)
        for each in (
            "MoveTicket",
            "RecallTicket",
            "RecordNoShow",
            "RecordTicketDossier",
            "ServeTicket",
            "VoidTicket",
        )
    },
    "CounterService/GetTicket": Resource(),
    "DossierQueryService/GetDossierHistory": Resource(),
    "DossierQueryService/BatchGetDossierHistories": Resource(),
    "DossierService/GetDossier": Resource(),
    "DossierService/ExplainDeadline": Resource(),
    "DossierService/BackfillDossiers": Resource(
        f'source: "$new" records {{ {RECORD} steps {{ status: STATUS_SUBMITTED }} }}', replaces=True
    ),
    "DossierService/SubmitDossiers": Resource(
        f"""submissions {{ offering: "services/birth/offerings/ward-1" receiving_unit: "{OWN}"
        channel: CHANNEL_ONLINE request_id: "$new" }}""",
        replaces=True,
    ),
    # By name, and not by the secret, which is a right of its own.
    "DossierService/RateDossier": Resource(f'name: "$submitted" value: 5 {STALE}', replaces=True),
    "DraftService/GetDraft": Resource(),
    "DraftService/ListDrafts": NOT_BY_UNIT,  # the caller's own, at the units that he reaches
    "FilingService/GetFiling": Resource('name: "$submitted"', replaces=True),
    "PaymentService/BeginPayment": Resource('name: "$refused" purpose: PAYMENT_PURPOSE_FEE'),
    "PaymentService/ConfirmPayment": NOT_BY_UNIT,  # the signature is the right
    "PaymentService/ConfirmRefund": NOT_BY_UNIT,
    # Whoever began it sees it wherever it is; another portal nowhere.
    "PaymentService/GetPaymentAttempt": Resource(subject="another", roles=STAFF),
    "PaymentService/GetRefund": Resource(),
    "PaymentService/OrderRefund": Resource("amount: 501"),
    "PersonalDataService/GetPersonalData": Resource("validate_only: true"),
    "PetitionService/BackfillPetitions": Resource('source: "$new"'),
    "PetitionService/AnswerPetitionSupplement": Resource(f"{PETITION} {STALE}"),
    "PetitionService/GetPetition": Resource(PETITION),
    "PetitionService/GetPetitionHistory": Resource(PETITION),
    "PetitionService/GetPetitionText": Resource(PETITION),
    "PetitionService/WithdrawPetition": Resource(f"{PETITION} {STALE}"),
    "PublicationService/ExplainRevision": OF_THE_WHOLE_TREE,
    "PublicationService/GetPublication": OF_THE_WHOLE_TREE,
    "PublicationService/ListRevisions": OF_THE_WHOLE_TREE,
    "SlipService/GetSlip": Resource(),
    "StatementService/CompareAssertion": Resource(),
    "StatementService/GetInspection": Resource(),
    "StatementService/RecordRemedy": Resource(),
    "StatementService/PublishAssertion": Resource(),
    "StatementService/WithdrawAssertion": Resource(roles=frozenset({"publisher"})),  # it is public
    "StatementService/WithdrawInspection": Resource(),
}


def resource(method: Method) -> Resource | None:
    """What a request of this method is about: by the contract, by a stale etag, or as registered;
    None: nobody knows.
    """
    if method.scope != "RESOURCE":
        return Resource(unit=OWN)
    if found := RESOURCES.get(method.name):
        return found
    has_etag = "etag" in method.described.input_type.fields_by_name
    return Resource(STALE) if has_etag and sound(method) is not None else None


def sound(method: Method) -> str | None:
    """The sound request of a method."""
    short = {described(each).full_name: each for each in MODULES}
    service = method.path.strip("/").partition("/")[0]
    return SOUND.get((short.get(service, ""), method.described.name))


def request(method: Method, words: dict[str, str]) -> Any:
    """A request about ward 1."""
    made, about = method.request, resource(method)
    assert about is not None, method.path
    if method.scope == "FIELD":
        *parts, last = method.unit.split(".")
        setattr(reduce(getattr, parts, made), last, OWN)
    if method.scope != "RESOURCE":
        return made
    new = words | {"new": str(uuid.uuid4())}
    for part in ("" if about.replaces else sound(method) or "", about.text):
        text_format.Merge(Template(part).safe_substitute(new), made)
    if "request_id" in made.DESCRIPTOR.fields_by_name:
        made.request_id = str(uuid.uuid4())
    return made
