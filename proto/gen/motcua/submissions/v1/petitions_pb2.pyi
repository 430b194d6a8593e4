import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.submissions.v1 import events_pb2 as _events_pb2
from motcua.submissions.v1 import personal_data_pb2 as _personal_data_pb2
from motcua.submissions.v1 import petition_events_pb2 as _petition_events_pb2
from motcua.submissions.v1 import submissions_pb2 as _submissions_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PetitionOrder(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PETITION_ORDER_UNSPECIFIED: _ClassVar[PetitionOrder]
    PETITION_ORDER_TERM: _ClassVar[PetitionOrder]
    PETITION_ORDER_RECEPTION: _ClassVar[PetitionOrder]

class PetitionTextKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PETITION_TEXT_KIND_UNSPECIFIED: _ClassVar[PetitionTextKind]
    PETITION_TEXT_KIND_PETITION: _ClassVar[PetitionTextKind]
    PETITION_TEXT_KIND_REQUEST: _ClassVar[PetitionTextKind]
    PETITION_TEXT_KIND_SUPPLEMENT: _ClassVar[PetitionTextKind]
    PETITION_TEXT_KIND_ANSWER: _ClassVar[PetitionTextKind]
    PETITION_TEXT_KIND_REFUSAL: _ClassVar[PetitionTextKind]
PETITION_ORDER_UNSPECIFIED: PetitionOrder
PETITION_ORDER_TERM: PetitionOrder
PETITION_ORDER_RECEPTION: PetitionOrder
PETITION_TEXT_KIND_UNSPECIFIED: PetitionTextKind
PETITION_TEXT_KIND_PETITION: PetitionTextKind
PETITION_TEXT_KIND_REQUEST: PetitionTextKind
PETITION_TEXT_KIND_SUPPLEMENT: PetitionTextKind
PETITION_TEXT_KIND_ANSWER: PetitionTextKind
PETITION_TEXT_KIND_REFUSAL: PetitionTextKind

class Petition(_message.Message):
    __slots__ = ("name", "number", "status", "kind", "channel", "reception", "dossier", "receiving_unit", "holder", "assignee", "portal", "receive_time", "hold_time", "answer_term", "refusal_term", "first_request_term", "publication_term", "first_request_time", "waiting_since", "supplement_requests", "answer_time", "refuse_time", "publish_time", "verdict", "first_request_verdict", "publication_verdict", "merged_into", "publication", "anomalies", "origin", "voided", "erased", "awaits_transfer", "position", "catalog_position", "etag")
    NAME_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    RECEPTION_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    PORTAL_FIELD_NUMBER: _ClassVar[int]
    RECEIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    HOLD_TIME_FIELD_NUMBER: _ClassVar[int]
    ANSWER_TERM_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_TERM_FIELD_NUMBER: _ClassVar[int]
    FIRST_REQUEST_TERM_FIELD_NUMBER: _ClassVar[int]
    PUBLICATION_TERM_FIELD_NUMBER: _ClassVar[int]
    FIRST_REQUEST_TIME_FIELD_NUMBER: _ClassVar[int]
    WAITING_SINCE_FIELD_NUMBER: _ClassVar[int]
    SUPPLEMENT_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    ANSWER_TIME_FIELD_NUMBER: _ClassVar[int]
    REFUSE_TIME_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_TIME_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    FIRST_REQUEST_VERDICT_FIELD_NUMBER: _ClassVar[int]
    PUBLICATION_VERDICT_FIELD_NUMBER: _ClassVar[int]
    MERGED_INTO_FIELD_NUMBER: _ClassVar[int]
    PUBLICATION_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    VOIDED_FIELD_NUMBER: _ClassVar[int]
    ERASED_FIELD_NUMBER: _ClassVar[int]
    AWAITS_TRANSFER_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    name: str
    number: str
    status: _petition_events_pb2.PetitionStatus
    kind: _petition_events_pb2.PetitionKind
    channel: _petition_events_pb2.PetitionChannel
    reception: _petition_events_pb2.ReceptionDay
    dossier: str
    receiving_unit: str
    holder: str
    assignee: str
    portal: str
    receive_time: _timestamp_pb2.Timestamp
    hold_time: _timestamp_pb2.Timestamp
    answer_term: _petition_events_pb2.PetitionTerm
    refusal_term: _petition_events_pb2.PetitionTerm
    first_request_term: _petition_events_pb2.PetitionTerm
    publication_term: _petition_events_pb2.PetitionTerm
    first_request_time: _timestamp_pb2.Timestamp
    waiting_since: _timestamp_pb2.Timestamp
    supplement_requests: int
    answer_time: _timestamp_pb2.Timestamp
    refuse_time: _timestamp_pb2.Timestamp
    publish_time: _timestamp_pb2.Timestamp
    verdict: _events_pb2.Verdict
    first_request_verdict: _events_pb2.Verdict
    publication_verdict: _events_pb2.Verdict
    merged_into: str
    publication: str
    anomalies: _containers.RepeatedScalarFieldContainer[_petition_events_pb2.PetitionAnomaly]
    origin: _events_pb2.Origin
    voided: bool
    erased: bool
    awaits_transfer: bool
    position: int
    catalog_position: int
    etag: str
    def __init__(self, name: _Optional[str] = ..., number: _Optional[str] = ..., status: _Optional[_Union[_petition_events_pb2.PetitionStatus, str]] = ..., kind: _Optional[_Union[_petition_events_pb2.PetitionKind, str]] = ..., channel: _Optional[_Union[_petition_events_pb2.PetitionChannel, str]] = ..., reception: _Optional[_Union[_petition_events_pb2.ReceptionDay, _Mapping]] = ..., dossier: _Optional[str] = ..., receiving_unit: _Optional[str] = ..., holder: _Optional[str] = ..., assignee: _Optional[str] = ..., portal: _Optional[str] = ..., receive_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., hold_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., answer_term: _Optional[_Union[_petition_events_pb2.PetitionTerm, _Mapping]] = ..., refusal_term: _Optional[_Union[_petition_events_pb2.PetitionTerm, _Mapping]] = ..., first_request_term: _Optional[_Union[_petition_events_pb2.PetitionTerm, _Mapping]] = ..., publication_term: _Optional[_Union[_petition_events_pb2.PetitionTerm, _Mapping]] = ..., first_request_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., waiting_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., supplement_requests: _Optional[int] = ..., answer_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., refuse_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., publish_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., verdict: _Optional[_Union[_events_pb2.Verdict, str]] = ..., first_request_verdict: _Optional[_Union[_events_pb2.Verdict, str]] = ..., publication_verdict: _Optional[_Union[_events_pb2.Verdict, str]] = ..., merged_into: _Optional[str] = ..., publication: _Optional[str] = ..., anomalies: _Optional[_Iterable[_Union[_petition_events_pb2.PetitionAnomaly, str]]] = ..., origin: _Optional[_Union[_events_pb2.Origin, _Mapping]] = ..., voided: _Optional[bool] = ..., erased: _Optional[bool] = ..., awaits_transfer: _Optional[bool] = ..., position: _Optional[int] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ...) -> None: ...

class SubmitPetitionRequest(_message.Message):
    __slots__ = ("receiving_unit", "unit", "kind", "channel", "reception", "dossier", "petitioner", "paragraphs", "officer", "catalog_position", "request_id")
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    RECEPTION_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    PETITIONER_FIELD_NUMBER: _ClassVar[int]
    PARAGRAPHS_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    receiving_unit: str
    unit: str
    kind: _petition_events_pb2.PetitionKind
    channel: _petition_events_pb2.PetitionChannel
    reception: _petition_events_pb2.ReceptionDay
    dossier: str
    petitioner: _personal_data_pb2.Applicant
    paragraphs: _containers.RepeatedScalarFieldContainer[str]
    officer: str
    catalog_position: int
    request_id: str
    def __init__(self, receiving_unit: _Optional[str] = ..., unit: _Optional[str] = ..., kind: _Optional[_Union[_petition_events_pb2.PetitionKind, str]] = ..., channel: _Optional[_Union[_petition_events_pb2.PetitionChannel, str]] = ..., reception: _Optional[_Union[_petition_events_pb2.ReceptionDay, _Mapping]] = ..., dossier: _Optional[str] = ..., petitioner: _Optional[_Union[_personal_data_pb2.Applicant, _Mapping]] = ..., paragraphs: _Optional[_Iterable[str]] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class SubmitPetitionResponse(_message.Message):
    __slots__ = ("petition", "secret")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    petition: Petition
    secret: str
    def __init__(self, petition: _Optional[_Union[Petition, _Mapping]] = ..., secret: _Optional[str] = ...) -> None: ...

class StartPetitionHandlingRequest(_message.Message):
    __slots__ = ("name", "officer", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    officer: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RequestPetitionSupplementRequest(_message.Message):
    __slots__ = ("name", "reason_code", "paragraphs", "officer", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    PARAGRAPHS_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason_code: str
    paragraphs: _containers.RepeatedScalarFieldContainer[str]
    officer: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., reason_code: _Optional[str] = ..., paragraphs: _Optional[_Iterable[str]] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AnswerPetitionSupplementRequest(_message.Message):
    __slots__ = ("name", "proof", "paragraphs", "officer", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    PARAGRAPHS_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    proof: _submissions_pb2.Proof
    paragraphs: _containers.RepeatedScalarFieldContainer[str]
    officer: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., proof: _Optional[_Union[_submissions_pb2.Proof, _Mapping]] = ..., paragraphs: _Optional[_Iterable[str]] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AnswerPetitionRequest(_message.Message):
    __slots__ = ("name", "paragraphs", "officer", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PARAGRAPHS_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    paragraphs: _containers.RepeatedScalarFieldContainer[str]
    officer: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., paragraphs: _Optional[_Iterable[str]] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RefusePetitionRequest(_message.Message):
    __slots__ = ("name", "reason_code", "paragraphs", "officer", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    PARAGRAPHS_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason_code: str
    paragraphs: _containers.RepeatedScalarFieldContainer[str]
    officer: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., reason_code: _Optional[str] = ..., paragraphs: _Optional[_Iterable[str]] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class PublishAnswerRequest(_message.Message):
    __slots__ = ("name", "public_paragraphs", "officer", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_PARAGRAPHS_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    public_paragraphs: _containers.RepeatedScalarFieldContainer[str]
    officer: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., public_paragraphs: _Optional[_Iterable[str]] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class TransferPetitionRequest(_message.Message):
    __slots__ = ("name", "to_unit", "reason_code", "officer", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TO_UNIT_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    to_unit: str
    reason_code: str
    officer: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., to_unit: _Optional[str] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AssignPetitionRequest(_message.Message):
    __slots__ = ("name", "assignee", "officer", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    assignee: str
    officer: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., assignee: _Optional[str] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class MergePetitionRequest(_message.Message):
    __slots__ = ("name", "into", "officer", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    INTO_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    into: str
    officer: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., into: _Optional[str] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class WithdrawPetitionRequest(_message.Message):
    __slots__ = ("name", "proof", "reason_code", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    proof: _submissions_pb2.Proof
    reason_code: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., proof: _Optional[_Union[_submissions_pb2.Proof, _Mapping]] = ..., reason_code: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class VoidPetitionRequest(_message.Message):
    __slots__ = ("name", "reason_code", "officer", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason_code: str
    officer: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class PetitionStatement(_message.Message):
    __slots__ = ("time", "date", "kind", "channel", "reception", "dossier", "officer", "assignee", "reason_code")
    TIME_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    RECEPTION_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    time: _timestamp_pb2.Timestamp
    date: _date_pb2.Date
    kind: _petition_events_pb2.PetitionKind
    channel: _petition_events_pb2.PetitionChannel
    reception: _petition_events_pb2.ReceptionDay
    dossier: str
    officer: str
    assignee: str
    reason_code: str
    def __init__(self, time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., kind: _Optional[_Union[_petition_events_pb2.PetitionKind, str]] = ..., channel: _Optional[_Union[_petition_events_pb2.PetitionChannel, str]] = ..., reception: _Optional[_Union[_petition_events_pb2.ReceptionDay, _Mapping]] = ..., dossier: _Optional[str] = ..., officer: _Optional[str] = ..., assignee: _Optional[str] = ..., reason_code: _Optional[str] = ...) -> None: ...

class CorrectPetitionRequest(_message.Message):
    __slots__ = ("name", "version", "instead", "reason_code", "officer", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    INSTEAD_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    version: int
    instead: PetitionStatement
    reason_code: str
    officer: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., version: _Optional[int] = ..., instead: _Optional[_Union[PetitionStatement, _Mapping]] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ErasePetitionRequest(_message.Message):
    __slots__ = ("name", "reason_code", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason_code: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., reason_code: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetPetitionRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListPetitionsRequest(_message.Message):
    __slots__ = ("unit", "statuses", "kinds", "term_start_time", "term_end_time", "assignee", "dossier", "number", "voided", "order", "catalog_position", "page_size", "page_token")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    STATUSES_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    TERM_START_TIME_FIELD_NUMBER: _ClassVar[int]
    TERM_END_TIME_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    VOIDED_FIELD_NUMBER: _ClassVar[int]
    ORDER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    unit: str
    statuses: _containers.RepeatedScalarFieldContainer[_petition_events_pb2.PetitionStatus]
    kinds: _containers.RepeatedScalarFieldContainer[_petition_events_pb2.PetitionKind]
    term_start_time: _timestamp_pb2.Timestamp
    term_end_time: _timestamp_pb2.Timestamp
    assignee: str
    dossier: str
    number: str
    voided: bool
    order: PetitionOrder
    catalog_position: int
    page_size: int
    page_token: str
    def __init__(self, unit: _Optional[str] = ..., statuses: _Optional[_Iterable[_Union[_petition_events_pb2.PetitionStatus, str]]] = ..., kinds: _Optional[_Iterable[_Union[_petition_events_pb2.PetitionKind, str]]] = ..., term_start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., term_end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., assignee: _Optional[str] = ..., dossier: _Optional[str] = ..., number: _Optional[str] = ..., voided: _Optional[bool] = ..., order: _Optional[_Union[PetitionOrder, str]] = ..., catalog_position: _Optional[int] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListPetitionsResponse(_message.Message):
    __slots__ = ("petitions", "next_page_token")
    PETITIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    petitions: _containers.RepeatedCompositeFieldContainer[Petition]
    next_page_token: str
    def __init__(self, petitions: _Optional[_Iterable[_Union[Petition, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetPetitionHistoryRequest(_message.Message):
    __slots__ = ("name", "as_of", "as_known_time")
    NAME_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    name: str
    as_of: _timestamp_pb2.Timestamp
    as_known_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PetitionFact(_message.Message):
    __slots__ = ("version", "event", "time", "time_known", "day_only", "record_time", "position", "actor", "officer", "unit", "holder", "reason_code", "recorded", "corrected_by", "left_out", "effective", "corrects")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    RECORD_TIME_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    RECORDED_FIELD_NUMBER: _ClassVar[int]
    CORRECTED_BY_FIELD_NUMBER: _ClassVar[int]
    LEFT_OUT_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_FIELD_NUMBER: _ClassVar[int]
    CORRECTS_FIELD_NUMBER: _ClassVar[int]
    version: int
    event: str
    time: _timestamp_pb2.Timestamp
    time_known: bool
    day_only: bool
    record_time: _timestamp_pb2.Timestamp
    position: int
    actor: str
    officer: str
    unit: str
    holder: str
    reason_code: str
    recorded: _petition_events_pb2.CorrectedPetitionFact
    corrected_by: int
    left_out: bool
    effective: _petition_events_pb2.CorrectedPetitionFact
    corrects: int
    def __init__(self, version: _Optional[int] = ..., event: _Optional[str] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., record_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., position: _Optional[int] = ..., actor: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., holder: _Optional[str] = ..., reason_code: _Optional[str] = ..., recorded: _Optional[_Union[_petition_events_pb2.CorrectedPetitionFact, _Mapping]] = ..., corrected_by: _Optional[int] = ..., left_out: _Optional[bool] = ..., effective: _Optional[_Union[_petition_events_pb2.CorrectedPetitionFact, _Mapping]] = ..., corrects: _Optional[int] = ...) -> None: ...

class PetitionHistory(_message.Message):
    __slots__ = ("petition", "facts")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    petition: Petition
    facts: _containers.RepeatedCompositeFieldContainer[PetitionFact]
    def __init__(self, petition: _Optional[_Union[Petition, _Mapping]] = ..., facts: _Optional[_Iterable[_Union[PetitionFact, _Mapping]]] = ...) -> None: ...

class WatchPetitionsRequest(_message.Message):
    __slots__ = ("after_position", "unit")
    AFTER_POSITION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    after_position: int
    unit: str
    def __init__(self, after_position: _Optional[int] = ..., unit: _Optional[str] = ...) -> None: ...

class WatchPetitionsResponse(_message.Message):
    __slots__ = ("position", "change")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    position: int
    change: PetitionChange
    def __init__(self, position: _Optional[int] = ..., change: _Optional[_Union[PetitionChange, _Mapping]] = ...) -> None: ...

class PetitionChange(_message.Message):
    __slots__ = ("petition", "fact", "receiving_unit", "holder", "previous_holder")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    FACT_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_HOLDER_FIELD_NUMBER: _ClassVar[int]
    petition: str
    fact: PetitionFact
    receiving_unit: str
    holder: str
    previous_holder: str
    def __init__(self, petition: _Optional[str] = ..., fact: _Optional[_Union[PetitionFact, _Mapping]] = ..., receiving_unit: _Optional[str] = ..., holder: _Optional[str] = ..., previous_holder: _Optional[str] = ...) -> None: ...

class GetPetitionTextRequest(_message.Message):
    __slots__ = ("name", "proof", "kind", "number", "purpose", "catalog_position")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    name: str
    proof: _submissions_pb2.Proof
    kind: PetitionTextKind
    number: int
    purpose: str
    catalog_position: int
    def __init__(self, name: _Optional[str] = ..., proof: _Optional[_Union[_submissions_pb2.Proof, _Mapping]] = ..., kind: _Optional[_Union[PetitionTextKind, str]] = ..., number: _Optional[int] = ..., purpose: _Optional[str] = ..., catalog_position: _Optional[int] = ...) -> None: ...

class PetitionText(_message.Message):
    __slots__ = ("petition", "kind", "number", "state", "petitioner", "paragraphs")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PETITIONER_FIELD_NUMBER: _ClassVar[int]
    PARAGRAPHS_FIELD_NUMBER: _ClassVar[int]
    petition: str
    kind: PetitionTextKind
    number: int
    state: _personal_data_pb2.PersonalData.State
    petitioner: _personal_data_pb2.Applicant
    paragraphs: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, petition: _Optional[str] = ..., kind: _Optional[_Union[PetitionTextKind, str]] = ..., number: _Optional[int] = ..., state: _Optional[_Union[_personal_data_pb2.PersonalData.State, str]] = ..., petitioner: _Optional[_Union[_personal_data_pb2.Applicant, _Mapping]] = ..., paragraphs: _Optional[_Iterable[str]] = ...) -> None: ...

class TrackPetitionRequest(_message.Message):
    __slots__ = ("number", "secret")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    number: str
    secret: str
    def __init__(self, number: _Optional[str] = ..., secret: _Optional[str] = ...) -> None: ...

class TrackPetitionResponse(_message.Message):
    __slots__ = ("number", "status", "kind", "holder", "receive_time", "answer_term", "answer_time", "refuse_time", "publication", "merged_into_number", "supplement_requests", "petition")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    RECEIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    ANSWER_TERM_FIELD_NUMBER: _ClassVar[int]
    ANSWER_TIME_FIELD_NUMBER: _ClassVar[int]
    REFUSE_TIME_FIELD_NUMBER: _ClassVar[int]
    PUBLICATION_FIELD_NUMBER: _ClassVar[int]
    MERGED_INTO_NUMBER_FIELD_NUMBER: _ClassVar[int]
    SUPPLEMENT_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    PETITION_FIELD_NUMBER: _ClassVar[int]
    number: str
    status: _petition_events_pb2.PetitionStatus
    kind: _petition_events_pb2.PetitionKind
    holder: str
    receive_time: _timestamp_pb2.Timestamp
    answer_term: _petition_events_pb2.PetitionTerm
    answer_time: _timestamp_pb2.Timestamp
    refuse_time: _timestamp_pb2.Timestamp
    publication: str
    merged_into_number: str
    supplement_requests: int
    petition: str
    def __init__(self, number: _Optional[str] = ..., status: _Optional[_Union[_petition_events_pb2.PetitionStatus, str]] = ..., kind: _Optional[_Union[_petition_events_pb2.PetitionKind, str]] = ..., holder: _Optional[str] = ..., receive_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., answer_term: _Optional[_Union[_petition_events_pb2.PetitionTerm, _Mapping]] = ..., answer_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., refuse_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., publication: _Optional[str] = ..., merged_into_number: _Optional[str] = ..., supplement_requests: _Optional[int] = ..., petition: _Optional[str] = ...) -> None: ...

class PublishedAnswer(_message.Message):
    __slots__ = ("name", "kind", "unit", "publish_time", "paragraphs")
    NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_TIME_FIELD_NUMBER: _ClassVar[int]
    PARAGRAPHS_FIELD_NUMBER: _ClassVar[int]
    name: str
    kind: _petition_events_pb2.PetitionKind
    unit: str
    publish_time: _timestamp_pb2.Timestamp
    paragraphs: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., kind: _Optional[_Union[_petition_events_pb2.PetitionKind, str]] = ..., unit: _Optional[str] = ..., publish_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., paragraphs: _Optional[_Iterable[str]] = ...) -> None: ...

class GetPublishedAnswerRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListPublishedAnswersRequest(_message.Message):
    __slots__ = ("unit", "catalog_position", "page_size", "page_token")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    unit: str
    catalog_position: int
    page_size: int
    page_token: str
    def __init__(self, unit: _Optional[str] = ..., catalog_position: _Optional[int] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListPublishedAnswersResponse(_message.Message):
    __slots__ = ("answers", "next_page_token")
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    answers: _containers.RepeatedCompositeFieldContainer[PublishedAnswer]
    next_page_token: str
    def __init__(self, answers: _Optional[_Iterable[_Union[PublishedAnswer, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class PetitionStep(_message.Message):
    __slots__ = ("status", "assignment", "transfer", "time", "date", "unit", "officer", "reason_code", "into_key")
    STATUS_FIELD_NUMBER: _ClassVar[int]
    ASSIGNMENT_FIELD_NUMBER: _ClassVar[int]
    TRANSFER_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    INTO_KEY_FIELD_NUMBER: _ClassVar[int]
    status: _petition_events_pb2.PetitionStatus
    assignment: PetitionAssignment
    transfer: PetitionTransfer
    time: _timestamp_pb2.Timestamp
    date: _date_pb2.Date
    unit: str
    officer: str
    reason_code: str
    into_key: str
    def __init__(self, status: _Optional[_Union[_petition_events_pb2.PetitionStatus, str]] = ..., assignment: _Optional[_Union[PetitionAssignment, _Mapping]] = ..., transfer: _Optional[_Union[PetitionTransfer, _Mapping]] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., unit: _Optional[str] = ..., officer: _Optional[str] = ..., reason_code: _Optional[str] = ..., into_key: _Optional[str] = ...) -> None: ...

class PetitionAssignment(_message.Message):
    __slots__ = ("assignee",)
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    assignee: str
    def __init__(self, assignee: _Optional[str] = ...) -> None: ...

class PetitionTransfer(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PetitionRecord(_message.Message):
    __slots__ = ("key", "unit", "receiving_unit", "kind", "channel", "reception", "dossier_source", "dossier_key", "steps")
    KEY_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    RECEPTION_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_SOURCE_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_KEY_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    key: str
    unit: str
    receiving_unit: str
    kind: _petition_events_pb2.PetitionKind
    channel: _petition_events_pb2.PetitionChannel
    reception: _petition_events_pb2.ReceptionDay
    dossier_source: str
    dossier_key: str
    steps: _containers.RepeatedCompositeFieldContainer[PetitionStep]
    def __init__(self, key: _Optional[str] = ..., unit: _Optional[str] = ..., receiving_unit: _Optional[str] = ..., kind: _Optional[_Union[_petition_events_pb2.PetitionKind, str]] = ..., channel: _Optional[_Union[_petition_events_pb2.PetitionChannel, str]] = ..., reception: _Optional[_Union[_petition_events_pb2.ReceptionDay, _Mapping]] = ..., dossier_source: _Optional[str] = ..., dossier_key: _Optional[str] = ..., steps: _Optional[_Iterable[_Union[PetitionStep, _Mapping]]] = ...) -> None: ...

class BackfillPetitionsRequest(_message.Message):
    __slots__ = ("source", "records", "catalog_position")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    source: str
    records: _containers.RepeatedCompositeFieldContainer[PetitionRecord]
    catalog_position: int
    def __init__(self, source: _Optional[str] = ..., records: _Optional[_Iterable[_Union[PetitionRecord, _Mapping]]] = ..., catalog_position: _Optional[int] = ...) -> None: ...

class BackfillPetitionsResponse(_message.Message):
    __slots__ = ("added", "known", "refused", "refusals", "anomalies", "position", "updated")
    class Refusal(_message.Message):
        __slots__ = ("source", "key", "reason", "field", "message_vi", "message_en")
        SOURCE_FIELD_NUMBER: _ClassVar[int]
        KEY_FIELD_NUMBER: _ClassVar[int]
        REASON_FIELD_NUMBER: _ClassVar[int]
        FIELD_FIELD_NUMBER: _ClassVar[int]
        MESSAGE_VI_FIELD_NUMBER: _ClassVar[int]
        MESSAGE_EN_FIELD_NUMBER: _ClassVar[int]
        source: str
        key: str
        reason: str
        field: str
        message_vi: str
        message_en: str
        def __init__(self, source: _Optional[str] = ..., key: _Optional[str] = ..., reason: _Optional[str] = ..., field: _Optional[str] = ..., message_vi: _Optional[str] = ..., message_en: _Optional[str] = ...) -> None: ...
    class AnomaliesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    ADDED_FIELD_NUMBER: _ClassVar[int]
    KNOWN_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    REFUSALS_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    UPDATED_FIELD_NUMBER: _ClassVar[int]
    added: int
    known: int
    refused: int
    refusals: _containers.RepeatedCompositeFieldContainer[BackfillPetitionsResponse.Refusal]
    anomalies: _containers.ScalarMap[str, int]
    position: int
    updated: int
    def __init__(self, added: _Optional[int] = ..., known: _Optional[int] = ..., refused: _Optional[int] = ..., refusals: _Optional[_Iterable[_Union[BackfillPetitionsResponse.Refusal, _Mapping]]] = ..., anomalies: _Optional[_Mapping[str, int]] = ..., position: _Optional[int] = ..., updated: _Optional[int] = ...) -> None: ...
