import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.rpc import status_pb2 as _status_pb2
from google.type import date_pb2 as _date_pb2
from motcua.catalog.v1 import events_pb2 as _events_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.submissions.v1 import deadlines_pb2 as _deadlines_pb2
from motcua.submissions.v1 import events_pb2 as _events_pb2_1
from motcua.submissions.v1 import personal_data_pb2 as _personal_data_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Deadline(_message.Message):
    __slots__ = ("time", "date")
    TIME_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    time: _timestamp_pb2.Timestamp
    date: _date_pb2.Date
    def __init__(self, time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class Dossier(_message.Message):
    __slots__ = ("name", "number", "status", "channel", "assisted", "receiving_unit", "handling_unit", "offering", "submit_time", "accept_time", "end_time", "promised", "due", "verdict", "anomalies", "origin", "position", "catalog_position", "etag", "day_only", "returning_unit", "root", "portal", "assignee", "extended", "deadline", "waiting_since", "pauses", "decision", "electronic_result", "working_minutes", "payments", "fee_waived", "rating", "paper_file", "voided", "erased", "no_due", "awaits_assignment")
    NAME_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ASSISTED_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_TIME_FIELD_NUMBER: _ClassVar[int]
    ACCEPT_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    PROMISED_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    RETURNING_UNIT_FIELD_NUMBER: _ClassVar[int]
    ROOT_FIELD_NUMBER: _ClassVar[int]
    PORTAL_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    EXTENDED_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_FIELD_NUMBER: _ClassVar[int]
    WAITING_SINCE_FIELD_NUMBER: _ClassVar[int]
    PAUSES_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    ELECTRONIC_RESULT_FIELD_NUMBER: _ClassVar[int]
    WORKING_MINUTES_FIELD_NUMBER: _ClassVar[int]
    PAYMENTS_FIELD_NUMBER: _ClassVar[int]
    FEE_WAIVED_FIELD_NUMBER: _ClassVar[int]
    RATING_FIELD_NUMBER: _ClassVar[int]
    PAPER_FILE_FIELD_NUMBER: _ClassVar[int]
    VOIDED_FIELD_NUMBER: _ClassVar[int]
    ERASED_FIELD_NUMBER: _ClassVar[int]
    NO_DUE_FIELD_NUMBER: _ClassVar[int]
    AWAITS_ASSIGNMENT_FIELD_NUMBER: _ClassVar[int]
    name: str
    number: str
    status: _events_pb2_1.Status
    channel: _events_pb2_1.Channel
    assisted: bool
    receiving_unit: str
    handling_unit: str
    offering: _events_pb2_1.OfferingFacts
    submit_time: _timestamp_pb2.Timestamp
    accept_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    promised: _events_pb2_1.Due
    due: _events_pb2_1.Due
    verdict: _events_pb2_1.Verdict
    anomalies: _containers.RepeatedScalarFieldContainer[_events_pb2_1.Anomaly]
    origin: _events_pb2_1.Origin
    position: int
    catalog_position: int
    etag: str
    day_only: _containers.RepeatedScalarFieldContainer[_events_pb2_1.Status]
    returning_unit: str
    root: str
    portal: str
    assignee: str
    extended: _events_pb2_1.Due
    deadline: _events_pb2_1.DeadlineFacts
    waiting_since: _timestamp_pb2.Timestamp
    pauses: _containers.RepeatedCompositeFieldContainer[_events_pb2_1.Pause]
    decision: _events_pb2_1.Decision
    electronic_result: bool
    working_minutes: int
    payments: _containers.RepeatedCompositeFieldContainer[Payment]
    fee_waived: bool
    rating: int
    paper_file: PaperFile
    voided: bool
    erased: bool
    no_due: _deadlines_pb2.NoDueReason
    awaits_assignment: bool
    def __init__(self, name: _Optional[str] = ..., number: _Optional[str] = ..., status: _Optional[_Union[_events_pb2_1.Status, str]] = ..., channel: _Optional[_Union[_events_pb2_1.Channel, str]] = ..., assisted: _Optional[bool] = ..., receiving_unit: _Optional[str] = ..., handling_unit: _Optional[str] = ..., offering: _Optional[_Union[_events_pb2_1.OfferingFacts, _Mapping]] = ..., submit_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., accept_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., promised: _Optional[_Union[_events_pb2_1.Due, _Mapping]] = ..., due: _Optional[_Union[_events_pb2_1.Due, _Mapping]] = ..., verdict: _Optional[_Union[_events_pb2_1.Verdict, str]] = ..., anomalies: _Optional[_Iterable[_Union[_events_pb2_1.Anomaly, str]]] = ..., origin: _Optional[_Union[_events_pb2_1.Origin, _Mapping]] = ..., position: _Optional[int] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., day_only: _Optional[_Iterable[_Union[_events_pb2_1.Status, str]]] = ..., returning_unit: _Optional[str] = ..., root: _Optional[str] = ..., portal: _Optional[str] = ..., assignee: _Optional[str] = ..., extended: _Optional[_Union[_events_pb2_1.Due, _Mapping]] = ..., deadline: _Optional[_Union[_events_pb2_1.DeadlineFacts, _Mapping]] = ..., waiting_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., pauses: _Optional[_Iterable[_Union[_events_pb2_1.Pause, _Mapping]]] = ..., decision: _Optional[_Union[_events_pb2_1.Decision, str]] = ..., electronic_result: _Optional[bool] = ..., working_minutes: _Optional[int] = ..., payments: _Optional[_Iterable[_Union[Payment, _Mapping]]] = ..., fee_waived: _Optional[bool] = ..., rating: _Optional[int] = ..., paper_file: _Optional[_Union[PaperFile, _Mapping]] = ..., voided: _Optional[bool] = ..., erased: _Optional[bool] = ..., no_due: _Optional[_Union[_deadlines_pb2.NoDueReason, str]] = ..., awaits_assignment: _Optional[bool] = ...) -> None: ...

class PaperFile(_message.Message):
    __slots__ = ("archive_code", "archive", "list_code", "record_code", "hand_over_time")
    ARCHIVE_CODE_FIELD_NUMBER: _ClassVar[int]
    ARCHIVE_FIELD_NUMBER: _ClassVar[int]
    LIST_CODE_FIELD_NUMBER: _ClassVar[int]
    RECORD_CODE_FIELD_NUMBER: _ClassVar[int]
    HAND_OVER_TIME_FIELD_NUMBER: _ClassVar[int]
    archive_code: str
    archive: str
    list_code: str
    record_code: str
    hand_over_time: _timestamp_pb2.Timestamp
    def __init__(self, archive_code: _Optional[str] = ..., archive: _Optional[str] = ..., list_code: _Optional[str] = ..., record_code: _Optional[str] = ..., hand_over_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Payment(_message.Message):
    __slots__ = ("payment", "purpose", "online", "amount", "refunded", "provider", "provider_reference")
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    ONLINE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REFUNDED_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    payment: str
    purpose: _events_pb2_1.PaymentPurpose
    online: bool
    amount: int
    refunded: int
    provider: str
    provider_reference: str
    def __init__(self, payment: _Optional[str] = ..., purpose: _Optional[_Union[_events_pb2_1.PaymentPurpose, str]] = ..., online: _Optional[bool] = ..., amount: _Optional[int] = ..., refunded: _Optional[int] = ..., provider: _Optional[str] = ..., provider_reference: _Optional[str] = ...) -> None: ...

class SubmitDossierRequest(_message.Message):
    __slots__ = ("offering", "receiving_unit", "channel", "assisted", "catalog_position", "root", "task", "documents", "applicant", "form", "validate_only", "request_id", "holder")
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ASSISTED_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ROOT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    APPLICANT_FIELD_NUMBER: _ClassVar[int]
    FORM_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    offering: str
    receiving_unit: str
    channel: _events_pb2_1.Channel
    assisted: bool
    catalog_position: int
    root: str
    task: str
    documents: _containers.RepeatedScalarFieldContainer[str]
    applicant: _personal_data_pb2.Applicant
    form: bytes
    validate_only: bool
    request_id: str
    holder: str
    def __init__(self, offering: _Optional[str] = ..., receiving_unit: _Optional[str] = ..., channel: _Optional[_Union[_events_pb2_1.Channel, str]] = ..., assisted: _Optional[bool] = ..., catalog_position: _Optional[int] = ..., root: _Optional[str] = ..., task: _Optional[str] = ..., documents: _Optional[_Iterable[str]] = ..., applicant: _Optional[_Union[_personal_data_pb2.Applicant, _Mapping]] = ..., form: _Optional[bytes] = ..., validate_only: _Optional[bool] = ..., request_id: _Optional[str] = ..., holder: _Optional[str] = ...) -> None: ...

class SubmitDossierResponse(_message.Message):
    __slots__ = ("dossier", "secret")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    dossier: Dossier
    secret: str
    def __init__(self, dossier: _Optional[_Union[Dossier, _Mapping]] = ..., secret: _Optional[str] = ...) -> None: ...

class SubmitDossiersRequest(_message.Message):
    __slots__ = ("submissions",)
    SUBMISSIONS_FIELD_NUMBER: _ClassVar[int]
    submissions: _containers.RepeatedCompositeFieldContainer[SubmitDossierRequest]
    def __init__(self, submissions: _Optional[_Iterable[_Union[SubmitDossierRequest, _Mapping]]] = ...) -> None: ...

class SubmissionAnswer(_message.Message):
    __slots__ = ("request_id", "submitted", "refused")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SUBMITTED_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    submitted: SubmitDossierResponse
    refused: _status_pb2.Status
    def __init__(self, request_id: _Optional[str] = ..., submitted: _Optional[_Union[SubmitDossierResponse, _Mapping]] = ..., refused: _Optional[_Union[_status_pb2.Status, _Mapping]] = ...) -> None: ...

class SubmitDossiersResponse(_message.Message):
    __slots__ = ("answers",)
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    answers: _containers.RepeatedCompositeFieldContainer[SubmissionAnswer]
    def __init__(self, answers: _Optional[_Iterable[_Union[SubmissionAnswer, _Mapping]]] = ...) -> None: ...

class AcceptDossierRequest(_message.Message):
    __slots__ = ("name", "due", "handling_unit", "officer", "task", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    due: Deadline
    handling_unit: str
    officer: str
    task: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., due: _Optional[_Union[Deadline, _Mapping]] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RefuseDossierRequest(_message.Message):
    __slots__ = ("name", "reason_code", "officer", "task", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason_code: str
    officer: str
    task: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RecordResultRequest(_message.Message):
    __slots__ = ("name", "electronic_result", "decision", "reason_code", "officer", "task", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ELECTRONIC_RESULT_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    electronic_result: bool
    decision: _events_pb2_1.Decision
    reason_code: str
    officer: str
    task: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., electronic_result: _Optional[bool] = ..., decision: _Optional[_Union[_events_pb2_1.Decision, str]] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReturnResultRequest(_message.Message):
    __slots__ = ("name", "returning_unit", "delivery_channel", "officer", "task", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    RETURNING_UNIT_FIELD_NUMBER: _ClassVar[int]
    DELIVERY_CHANNEL_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    returning_unit: str
    delivery_channel: _events_pb2_1.Channel
    officer: str
    task: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., returning_unit: _Optional[str] = ..., delivery_channel: _Optional[_Union[_events_pb2_1.Channel, str]] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class WithdrawDossierRequest(_message.Message):
    __slots__ = ("name", "proof", "reason_code", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    proof: Proof
    reason_code: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., proof: _Optional[_Union[Proof, _Mapping]] = ..., reason_code: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class Proof(_message.Message):
    __slots__ = ("number", "secret")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    number: str
    secret: str
    def __init__(self, number: _Optional[str] = ..., secret: _Optional[str] = ...) -> None: ...

class StartHandlingRequest(_message.Message):
    __slots__ = ("name", "officer", "task", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    officer: str
    task: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RequestSupplementRequest(_message.Message):
    __slots__ = ("name", "reason_code", "documents", "answer_until", "officer", "task", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    ANSWER_UNTIL_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason_code: str
    documents: _containers.RepeatedScalarFieldContainer[str]
    answer_until: Deadline
    officer: str
    task: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., reason_code: _Optional[str] = ..., documents: _Optional[_Iterable[str]] = ..., answer_until: _Optional[_Union[Deadline, _Mapping]] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AnswerSupplementRequest(_message.Message):
    __slots__ = ("name", "proof", "officer", "task", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    proof: Proof
    officer: str
    task: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., proof: _Optional[_Union[Proof, _Mapping]] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RequestObligationRequest(_message.Message):
    __slots__ = ("name", "amount", "reason_code", "officer", "task", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    amount: int
    reason_code: str
    officer: str
    task: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., amount: _Optional[int] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RecordPaymentRequest(_message.Message):
    __slots__ = ("name", "proof", "purpose", "online", "amount", "provider", "provider_reference", "officer", "task", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    ONLINE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    proof: Proof
    purpose: _events_pb2_1.PaymentPurpose
    online: bool
    amount: int
    provider: str
    provider_reference: str
    officer: str
    task: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., proof: _Optional[_Union[Proof, _Mapping]] = ..., purpose: _Optional[_Union[_events_pb2_1.PaymentPurpose, str]] = ..., online: _Optional[bool] = ..., amount: _Optional[int] = ..., provider: _Optional[str] = ..., provider_reference: _Optional[str] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RefundPaymentRequest(_message.Message):
    __slots__ = ("name", "payment", "amount", "provider_reference", "reason_code", "officer", "task", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    payment: str
    amount: int
    provider_reference: str
    reason_code: str
    officer: str
    task: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., payment: _Optional[str] = ..., amount: _Optional[int] = ..., provider_reference: _Optional[str] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class WaiveFeeRequest(_message.Message):
    __slots__ = ("name", "reason_code", "officer", "task", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason_code: str
    officer: str
    task: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class WaiveObligationRequest(_message.Message):
    __slots__ = ("name", "reason_code", "officer", "task", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason_code: str
    officer: str
    task: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AssignDossierRequest(_message.Message):
    __slots__ = ("name", "assignee", "unit", "reason_code", "officer", "task", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    assignee: str
    unit: str
    reason_code: str
    officer: str
    task: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., assignee: _Optional[str] = ..., unit: _Optional[str] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class TransferDossierRequest(_message.Message):
    __slots__ = ("name", "to_unit", "reason_code", "officer", "task", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TO_UNIT_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    to_unit: str
    reason_code: str
    officer: str
    task: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., to_unit: _Optional[str] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ExtendDueRequest(_message.Message):
    __slots__ = ("name", "extended", "reason_code", "officer", "task", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    EXTENDED_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    extended: Deadline
    reason_code: str
    officer: str
    task: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., extended: _Optional[_Union[Deadline, _Mapping]] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class StopDossierRequest(_message.Message):
    __slots__ = ("name", "reason_code", "officer", "task", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason_code: str
    officer: str
    task: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RateDossierRequest(_message.Message):
    __slots__ = ("name", "proof", "value", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    proof: Proof
    value: int
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., proof: _Optional[_Union[Proof, _Mapping]] = ..., value: _Optional[int] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ArchiveDossierRequest(_message.Message):
    __slots__ = ("name", "archive_code", "officer", "task", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ARCHIVE_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    archive_code: str
    officer: str
    task: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., archive_code: _Optional[str] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class HandOverPaperFileRequest(_message.Message):
    __slots__ = ("name", "archive", "list_code", "record_code", "archive_code", "officer", "task", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ARCHIVE_FIELD_NUMBER: _ClassVar[int]
    LIST_CODE_FIELD_NUMBER: _ClassVar[int]
    RECORD_CODE_FIELD_NUMBER: _ClassVar[int]
    ARCHIVE_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    archive: str
    list_code: str
    record_code: str
    archive_code: str
    officer: str
    task: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., archive: _Optional[str] = ..., list_code: _Optional[str] = ..., record_code: _Optional[str] = ..., archive_code: _Optional[str] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class LinkDossierRequest(_message.Message):
    __slots__ = ("name", "root", "officer", "task", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ROOT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    root: str
    officer: str
    task: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., root: _Optional[str] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class VoidDossierRequest(_message.Message):
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

class Statement(_message.Message):
    __slots__ = ("time", "date", "channel", "assisted", "receiving_unit", "handling_unit", "returning_unit", "to_unit", "officer", "assignee", "task", "reason_code", "archive_code", "decision", "electronic_result", "delivery_channel", "due", "extended", "purpose", "online", "amount", "value", "offering_as_known_now", "archive", "list_code", "record_code", "due_rule")
    TIME_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ASSISTED_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    RETURNING_UNIT_FIELD_NUMBER: _ClassVar[int]
    TO_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    ARCHIVE_CODE_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    ELECTRONIC_RESULT_FIELD_NUMBER: _ClassVar[int]
    DELIVERY_CHANNEL_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    EXTENDED_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    ONLINE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    OFFERING_AS_KNOWN_NOW_FIELD_NUMBER: _ClassVar[int]
    ARCHIVE_FIELD_NUMBER: _ClassVar[int]
    LIST_CODE_FIELD_NUMBER: _ClassVar[int]
    RECORD_CODE_FIELD_NUMBER: _ClassVar[int]
    DUE_RULE_FIELD_NUMBER: _ClassVar[int]
    time: _timestamp_pb2.Timestamp
    date: _date_pb2.Date
    channel: _events_pb2_1.Channel
    assisted: bool
    receiving_unit: str
    handling_unit: str
    returning_unit: str
    to_unit: str
    officer: str
    assignee: str
    task: str
    reason_code: str
    archive_code: str
    decision: _events_pb2_1.Decision
    electronic_result: bool
    delivery_channel: _events_pb2_1.Channel
    due: Deadline
    extended: Deadline
    purpose: _events_pb2_1.PaymentPurpose
    online: bool
    amount: int
    value: int
    offering_as_known_now: bool
    archive: str
    list_code: str
    record_code: str
    due_rule: DueRule
    def __init__(self, time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., channel: _Optional[_Union[_events_pb2_1.Channel, str]] = ..., assisted: _Optional[bool] = ..., receiving_unit: _Optional[str] = ..., handling_unit: _Optional[str] = ..., returning_unit: _Optional[str] = ..., to_unit: _Optional[str] = ..., officer: _Optional[str] = ..., assignee: _Optional[str] = ..., task: _Optional[str] = ..., reason_code: _Optional[str] = ..., archive_code: _Optional[str] = ..., decision: _Optional[_Union[_events_pb2_1.Decision, str]] = ..., electronic_result: _Optional[bool] = ..., delivery_channel: _Optional[_Union[_events_pb2_1.Channel, str]] = ..., due: _Optional[_Union[Deadline, _Mapping]] = ..., extended: _Optional[_Union[Deadline, _Mapping]] = ..., purpose: _Optional[_Union[_events_pb2_1.PaymentPurpose, str]] = ..., online: _Optional[bool] = ..., amount: _Optional[int] = ..., value: _Optional[int] = ..., offering_as_known_now: _Optional[bool] = ..., archive: _Optional[str] = ..., list_code: _Optional[str] = ..., record_code: _Optional[str] = ..., due_rule: _Optional[_Union[DueRule, _Mapping]] = ...) -> None: ...

class CorrectDossierRequest(_message.Message):
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
    instead: Statement
    reason_code: str
    officer: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., version: _Optional[int] = ..., instead: _Optional[_Union[Statement, _Mapping]] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetDossierRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ExplainDeadlineRequest(_message.Message):
    __slots__ = ("name", "calendar", "calendar_version", "policy", "computed")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_VERSION_FIELD_NUMBER: _ClassVar[int]
    POLICY_FIELD_NUMBER: _ClassVar[int]
    COMPUTED_FIELD_NUMBER: _ClassVar[int]
    name: str
    calendar: str
    calendar_version: int
    policy: _events_pb2.PausePolicy
    computed: bool
    def __init__(self, name: _Optional[str] = ..., calendar: _Optional[str] = ..., calendar_version: _Optional[int] = ..., policy: _Optional[_Union[_events_pb2.PausePolicy, str]] = ..., computed: _Optional[bool] = ...) -> None: ...

class TrackDossierRequest(_message.Message):
    __slots__ = ("number", "secret")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    number: str
    secret: str
    def __init__(self, number: _Optional[str] = ..., secret: _Optional[str] = ...) -> None: ...

class TrackDossierResponse(_message.Message):
    __slots__ = ("number", "status", "submit_time", "accept_time", "end_time", "due", "supplement", "obligation", "dossier")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_TIME_FIELD_NUMBER: _ClassVar[int]
    ACCEPT_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    SUPPLEMENT_FIELD_NUMBER: _ClassVar[int]
    OBLIGATION_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    number: str
    status: _events_pb2_1.Status
    submit_time: _timestamp_pb2.Timestamp
    accept_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    due: _events_pb2_1.Due
    supplement: AskedSupplement
    obligation: AskedObligation
    dossier: str
    def __init__(self, number: _Optional[str] = ..., status: _Optional[_Union[_events_pb2_1.Status, str]] = ..., submit_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., accept_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., due: _Optional[_Union[_events_pb2_1.Due, _Mapping]] = ..., supplement: _Optional[_Union[AskedSupplement, _Mapping]] = ..., obligation: _Optional[_Union[AskedObligation, _Mapping]] = ..., dossier: _Optional[str] = ...) -> None: ...

class AskedSupplement(_message.Message):
    __slots__ = ("number", "request_time", "reason_code", "documents", "answer_until")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    REQUEST_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    ANSWER_UNTIL_FIELD_NUMBER: _ClassVar[int]
    number: int
    request_time: _timestamp_pb2.Timestamp
    reason_code: str
    documents: _containers.RepeatedScalarFieldContainer[str]
    answer_until: _events_pb2_1.Due
    def __init__(self, number: _Optional[int] = ..., request_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason_code: _Optional[str] = ..., documents: _Optional[_Iterable[str]] = ..., answer_until: _Optional[_Union[_events_pb2_1.Due, _Mapping]] = ...) -> None: ...

class AskedObligation(_message.Message):
    __slots__ = ("number", "request_time", "reason_code", "amount")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    REQUEST_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    number: int
    request_time: _timestamp_pb2.Timestamp
    reason_code: str
    amount: int
    def __init__(self, number: _Optional[int] = ..., request_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason_code: _Optional[str] = ..., amount: _Optional[int] = ...) -> None: ...

class Step(_message.Message):
    __slots__ = ("status", "assignment", "transfer", "extension", "payment", "refund", "waiver", "obligation_waiver", "rating", "archiving", "handover", "time", "date", "unit", "officer", "task", "reason_code", "electronic_result", "decision", "delivery_channel", "amount", "documents", "acting_unit")
    STATUS_FIELD_NUMBER: _ClassVar[int]
    ASSIGNMENT_FIELD_NUMBER: _ClassVar[int]
    TRANSFER_FIELD_NUMBER: _ClassVar[int]
    EXTENSION_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    REFUND_FIELD_NUMBER: _ClassVar[int]
    WAIVER_FIELD_NUMBER: _ClassVar[int]
    OBLIGATION_WAIVER_FIELD_NUMBER: _ClassVar[int]
    RATING_FIELD_NUMBER: _ClassVar[int]
    ARCHIVING_FIELD_NUMBER: _ClassVar[int]
    HANDOVER_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    ELECTRONIC_RESULT_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    DELIVERY_CHANNEL_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    ACTING_UNIT_FIELD_NUMBER: _ClassVar[int]
    status: _events_pb2_1.Status
    assignment: Assignment
    transfer: Transfer
    extension: Extension
    payment: RecordedPayment
    refund: RecordedRefund
    waiver: Waiver
    obligation_waiver: ObligationWaiver
    rating: Rating
    archiving: Archiving
    handover: Handover
    time: _timestamp_pb2.Timestamp
    date: _date_pb2.Date
    unit: str
    officer: str
    task: str
    reason_code: str
    electronic_result: bool
    decision: _events_pb2_1.Decision
    delivery_channel: _events_pb2_1.Channel
    amount: int
    documents: _containers.RepeatedScalarFieldContainer[str]
    acting_unit: str
    def __init__(self, status: _Optional[_Union[_events_pb2_1.Status, str]] = ..., assignment: _Optional[_Union[Assignment, _Mapping]] = ..., transfer: _Optional[_Union[Transfer, _Mapping]] = ..., extension: _Optional[_Union[Extension, _Mapping]] = ..., payment: _Optional[_Union[RecordedPayment, _Mapping]] = ..., refund: _Optional[_Union[RecordedRefund, _Mapping]] = ..., waiver: _Optional[_Union[Waiver, _Mapping]] = ..., obligation_waiver: _Optional[_Union[ObligationWaiver, _Mapping]] = ..., rating: _Optional[_Union[Rating, _Mapping]] = ..., archiving: _Optional[_Union[Archiving, _Mapping]] = ..., handover: _Optional[_Union[Handover, _Mapping]] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., unit: _Optional[str] = ..., officer: _Optional[str] = ..., task: _Optional[str] = ..., reason_code: _Optional[str] = ..., electronic_result: _Optional[bool] = ..., decision: _Optional[_Union[_events_pb2_1.Decision, str]] = ..., delivery_channel: _Optional[_Union[_events_pb2_1.Channel, str]] = ..., amount: _Optional[int] = ..., documents: _Optional[_Iterable[str]] = ..., acting_unit: _Optional[str] = ...) -> None: ...

class Assignment(_message.Message):
    __slots__ = ("assignee",)
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    assignee: str
    def __init__(self, assignee: _Optional[str] = ...) -> None: ...

class Transfer(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Extension(_message.Message):
    __slots__ = ("extended",)
    EXTENDED_FIELD_NUMBER: _ClassVar[int]
    extended: Deadline
    def __init__(self, extended: _Optional[_Union[Deadline, _Mapping]] = ...) -> None: ...

class RecordedPayment(_message.Message):
    __slots__ = ("payment", "purpose", "online", "amount", "provider", "provider_reference")
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    ONLINE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    payment: str
    purpose: _events_pb2_1.PaymentPurpose
    online: bool
    amount: int
    provider: str
    provider_reference: str
    def __init__(self, payment: _Optional[str] = ..., purpose: _Optional[_Union[_events_pb2_1.PaymentPurpose, str]] = ..., online: _Optional[bool] = ..., amount: _Optional[int] = ..., provider: _Optional[str] = ..., provider_reference: _Optional[str] = ...) -> None: ...

class RecordedRefund(_message.Message):
    __slots__ = ("payment", "amount", "provider_reference")
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    payment: str
    amount: int
    provider_reference: str
    def __init__(self, payment: _Optional[str] = ..., amount: _Optional[int] = ..., provider_reference: _Optional[str] = ...) -> None: ...

class Waiver(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ObligationWaiver(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Rating(_message.Message):
    __slots__ = ("value",)
    VALUE_FIELD_NUMBER: _ClassVar[int]
    value: int
    def __init__(self, value: _Optional[int] = ...) -> None: ...

class Archiving(_message.Message):
    __slots__ = ("archive_code",)
    ARCHIVE_CODE_FIELD_NUMBER: _ClassVar[int]
    archive_code: str
    def __init__(self, archive_code: _Optional[str] = ...) -> None: ...

class Handover(_message.Message):
    __slots__ = ("archive", "list_code", "record_code", "archive_code")
    ARCHIVE_FIELD_NUMBER: _ClassVar[int]
    LIST_CODE_FIELD_NUMBER: _ClassVar[int]
    RECORD_CODE_FIELD_NUMBER: _ClassVar[int]
    ARCHIVE_CODE_FIELD_NUMBER: _ClassVar[int]
    archive: str
    list_code: str
    record_code: str
    archive_code: str
    def __init__(self, archive: _Optional[str] = ..., list_code: _Optional[str] = ..., record_code: _Optional[str] = ..., archive_code: _Optional[str] = ...) -> None: ...

class DueRule(_message.Message):
    __slots__ = ("amount", "unit", "calendar")
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_FIELD_NUMBER: _ClassVar[int]
    amount: int
    unit: _events_pb2.TimeUnit
    calendar: str
    def __init__(self, amount: _Optional[int] = ..., unit: _Optional[_Union[_events_pb2.TimeUnit, str]] = ..., calendar: _Optional[str] = ...) -> None: ...

class DossierRecord(_message.Message):
    __slots__ = ("key", "offering", "receiving_unit", "handling_unit", "channel", "assisted", "due", "promised", "steps", "root_source", "root_key", "correction_reason_code", "due_rule")
    KEY_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ASSISTED_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    PROMISED_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    ROOT_SOURCE_FIELD_NUMBER: _ClassVar[int]
    ROOT_KEY_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    DUE_RULE_FIELD_NUMBER: _ClassVar[int]
    key: str
    offering: str
    receiving_unit: str
    handling_unit: str
    channel: _events_pb2_1.Channel
    assisted: bool
    due: Deadline
    promised: Deadline
    steps: _containers.RepeatedCompositeFieldContainer[Step]
    root_source: str
    root_key: str
    correction_reason_code: str
    due_rule: DueRule
    def __init__(self, key: _Optional[str] = ..., offering: _Optional[str] = ..., receiving_unit: _Optional[str] = ..., handling_unit: _Optional[str] = ..., channel: _Optional[_Union[_events_pb2_1.Channel, str]] = ..., assisted: _Optional[bool] = ..., due: _Optional[_Union[Deadline, _Mapping]] = ..., promised: _Optional[_Union[Deadline, _Mapping]] = ..., steps: _Optional[_Iterable[_Union[Step, _Mapping]]] = ..., root_source: _Optional[str] = ..., root_key: _Optional[str] = ..., correction_reason_code: _Optional[str] = ..., due_rule: _Optional[_Union[DueRule, _Mapping]] = ...) -> None: ...

class BackfillDossiersRequest(_message.Message):
    __slots__ = ("source", "records", "catalog_position", "validate_only")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    source: str
    records: _containers.RepeatedCompositeFieldContainer[DossierRecord]
    catalog_position: int
    validate_only: bool
    def __init__(self, source: _Optional[str] = ..., records: _Optional[_Iterable[_Union[DossierRecord, _Mapping]]] = ..., catalog_position: _Optional[int] = ..., validate_only: _Optional[bool] = ...) -> None: ...

class BackfillDossiersResponse(_message.Message):
    __slots__ = ("added", "known", "refused", "refusals", "anomalies", "position", "updated", "added_keys", "updated_keys", "without_calendar_keys")
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
    ADDED_KEYS_FIELD_NUMBER: _ClassVar[int]
    UPDATED_KEYS_FIELD_NUMBER: _ClassVar[int]
    WITHOUT_CALENDAR_KEYS_FIELD_NUMBER: _ClassVar[int]
    added: int
    known: int
    refused: int
    refusals: _containers.RepeatedCompositeFieldContainer[BackfillDossiersResponse.Refusal]
    anomalies: _containers.ScalarMap[str, int]
    position: int
    updated: int
    added_keys: _containers.RepeatedScalarFieldContainer[str]
    updated_keys: _containers.RepeatedScalarFieldContainer[str]
    without_calendar_keys: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, added: _Optional[int] = ..., known: _Optional[int] = ..., refused: _Optional[int] = ..., refusals: _Optional[_Iterable[_Union[BackfillDossiersResponse.Refusal, _Mapping]]] = ..., anomalies: _Optional[_Mapping[str, int]] = ..., position: _Optional[int] = ..., updated: _Optional[int] = ..., added_keys: _Optional[_Iterable[str]] = ..., updated_keys: _Optional[_Iterable[str]] = ..., without_calendar_keys: _Optional[_Iterable[str]] = ...) -> None: ...

class LevelDifference(_message.Message):
    __slots__ = ("dossier", "offering", "accept_time", "recorded_level", "known_level", "recorded_catalog_position", "known_catalog_position")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    ACCEPT_TIME_FIELD_NUMBER: _ClassVar[int]
    RECORDED_LEVEL_FIELD_NUMBER: _ClassVar[int]
    KNOWN_LEVEL_FIELD_NUMBER: _ClassVar[int]
    RECORDED_CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    KNOWN_CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    offering: str
    accept_time: _timestamp_pb2.Timestamp
    recorded_level: int
    known_level: int
    recorded_catalog_position: int
    known_catalog_position: int
    def __init__(self, dossier: _Optional[str] = ..., offering: _Optional[str] = ..., accept_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., recorded_level: _Optional[int] = ..., known_level: _Optional[int] = ..., recorded_catalog_position: _Optional[int] = ..., known_catalog_position: _Optional[int] = ...) -> None: ...

class ListLevelDifferencesRequest(_message.Message):
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

class ListLevelDifferencesResponse(_message.Message):
    __slots__ = ("differences", "next_page_token", "catalog_position")
    DIFFERENCES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    differences: _containers.RepeatedCompositeFieldContainer[LevelDifference]
    next_page_token: str
    catalog_position: int
    def __init__(self, differences: _Optional[_Iterable[_Union[LevelDifference, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., catalog_position: _Optional[int] = ...) -> None: ...
