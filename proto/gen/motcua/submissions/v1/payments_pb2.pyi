import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.submissions.v1 import events_pb2 as _events_pb2
from motcua.submissions.v1 import submissions_pb2 as _submissions_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PaymentAttemptState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PAYMENT_ATTEMPT_STATE_UNSPECIFIED: _ClassVar[PaymentAttemptState]
    PAYMENT_ATTEMPT_STATE_OPEN: _ClassVar[PaymentAttemptState]
    PAYMENT_ATTEMPT_STATE_PAID: _ClassVar[PaymentAttemptState]
    PAYMENT_ATTEMPT_STATE_FAILED: _ClassVar[PaymentAttemptState]
    PAYMENT_ATTEMPT_STATE_EXPIRED: _ClassVar[PaymentAttemptState]

class PaymentDifferenceKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PAYMENT_DIFFERENCE_KIND_UNSPECIFIED: _ClassVar[PaymentDifferenceKind]
    PAYMENT_DIFFERENCE_KIND_MISSING_HERE: _ClassVar[PaymentDifferenceKind]
    PAYMENT_DIFFERENCE_KIND_MISSING_THERE: _ClassVar[PaymentDifferenceKind]
    PAYMENT_DIFFERENCE_KIND_STATED_OTHERWISE: _ClassVar[PaymentDifferenceKind]
    PAYMENT_DIFFERENCE_KIND_PAID_OTHERWISE: _ClassVar[PaymentDifferenceKind]
    PAYMENT_DIFFERENCE_KIND_LATE: _ClassVar[PaymentDifferenceKind]
    PAYMENT_DIFFERENCE_KIND_PAID_AGAIN: _ClassVar[PaymentDifferenceKind]
    PAYMENT_DIFFERENCE_KIND_NOT_RECORDED: _ClassVar[PaymentDifferenceKind]
    PAYMENT_DIFFERENCE_KIND_PAID_TOO_MUCH: _ClassVar[PaymentDifferenceKind]
    PAYMENT_DIFFERENCE_KIND_REFUND_UNANSWERED: _ClassVar[PaymentDifferenceKind]
    PAYMENT_DIFFERENCE_KIND_REFUND_FAILED: _ClassVar[PaymentDifferenceKind]

class RefundState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REFUND_STATE_UNSPECIFIED: _ClassVar[RefundState]
    REFUND_STATE_ORDERED: _ClassVar[RefundState]
    REFUND_STATE_REFUNDED: _ClassVar[RefundState]
    REFUND_STATE_FAILED: _ClassVar[RefundState]
    REFUND_STATE_EXPIRED: _ClassVar[RefundState]
PAYMENT_ATTEMPT_STATE_UNSPECIFIED: PaymentAttemptState
PAYMENT_ATTEMPT_STATE_OPEN: PaymentAttemptState
PAYMENT_ATTEMPT_STATE_PAID: PaymentAttemptState
PAYMENT_ATTEMPT_STATE_FAILED: PaymentAttemptState
PAYMENT_ATTEMPT_STATE_EXPIRED: PaymentAttemptState
PAYMENT_DIFFERENCE_KIND_UNSPECIFIED: PaymentDifferenceKind
PAYMENT_DIFFERENCE_KIND_MISSING_HERE: PaymentDifferenceKind
PAYMENT_DIFFERENCE_KIND_MISSING_THERE: PaymentDifferenceKind
PAYMENT_DIFFERENCE_KIND_STATED_OTHERWISE: PaymentDifferenceKind
PAYMENT_DIFFERENCE_KIND_PAID_OTHERWISE: PaymentDifferenceKind
PAYMENT_DIFFERENCE_KIND_LATE: PaymentDifferenceKind
PAYMENT_DIFFERENCE_KIND_PAID_AGAIN: PaymentDifferenceKind
PAYMENT_DIFFERENCE_KIND_NOT_RECORDED: PaymentDifferenceKind
PAYMENT_DIFFERENCE_KIND_PAID_TOO_MUCH: PaymentDifferenceKind
PAYMENT_DIFFERENCE_KIND_REFUND_UNANSWERED: PaymentDifferenceKind
PAYMENT_DIFFERENCE_KIND_REFUND_FAILED: PaymentDifferenceKind
REFUND_STATE_UNSPECIFIED: RefundState
REFUND_STATE_ORDERED: RefundState
REFUND_STATE_REFUNDED: RefundState
REFUND_STATE_FAILED: RefundState
REFUND_STATE_EXPIRED: RefundState

class PaymentAttempt(_message.Message):
    __slots__ = ("name", "dossier", "provider", "purpose", "amount", "state", "redirect_address", "begin_time", "expire_time", "paid_amount", "recorded")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REDIRECT_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    BEGIN_TIME_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    PAID_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    RECORDED_FIELD_NUMBER: _ClassVar[int]
    name: str
    dossier: str
    provider: str
    purpose: _events_pb2.PaymentPurpose
    amount: int
    state: PaymentAttemptState
    redirect_address: str
    begin_time: _timestamp_pb2.Timestamp
    expire_time: _timestamp_pb2.Timestamp
    paid_amount: int
    recorded: bool
    def __init__(self, name: _Optional[str] = ..., dossier: _Optional[str] = ..., provider: _Optional[str] = ..., purpose: _Optional[_Union[_events_pb2.PaymentPurpose, str]] = ..., amount: _Optional[int] = ..., state: _Optional[_Union[PaymentAttemptState, str]] = ..., redirect_address: _Optional[str] = ..., begin_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., paid_amount: _Optional[int] = ..., recorded: _Optional[bool] = ...) -> None: ...

class BeginPaymentRequest(_message.Message):
    __slots__ = ("name", "proof", "purpose", "provider", "return_address", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    RETURN_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    proof: _submissions_pb2.Proof
    purpose: _events_pb2.PaymentPurpose
    provider: str
    return_address: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., proof: _Optional[_Union[_submissions_pb2.Proof, _Mapping]] = ..., purpose: _Optional[_Union[_events_pb2.PaymentPurpose, str]] = ..., provider: _Optional[str] = ..., return_address: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ConfirmPaymentRequest(_message.Message):
    __slots__ = ("provider", "content", "signature", "request_id")
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    provider: str
    content: bytes
    signature: str
    request_id: str
    def __init__(self, provider: _Optional[str] = ..., content: _Optional[bytes] = ..., signature: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetPaymentAttemptRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class PaymentStatement(_message.Message):
    __slots__ = ("reference", "amount")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    reference: str
    amount: int
    def __init__(self, reference: _Optional[str] = ..., amount: _Optional[int] = ...) -> None: ...

class Refund(_message.Message):
    __slots__ = ("name", "dossier", "provider", "payment_reference", "amount", "state", "order_content", "order_signature", "order_time", "expire_time", "refunded_amount", "recorded")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ORDER_CONTENT_FIELD_NUMBER: _ClassVar[int]
    ORDER_SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    ORDER_TIME_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    REFUNDED_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    RECORDED_FIELD_NUMBER: _ClassVar[int]
    name: str
    dossier: str
    provider: str
    payment_reference: str
    amount: int
    state: RefundState
    order_content: bytes
    order_signature: str
    order_time: _timestamp_pb2.Timestamp
    expire_time: _timestamp_pb2.Timestamp
    refunded_amount: int
    recorded: bool
    def __init__(self, name: _Optional[str] = ..., dossier: _Optional[str] = ..., provider: _Optional[str] = ..., payment_reference: _Optional[str] = ..., amount: _Optional[int] = ..., state: _Optional[_Union[RefundState, str]] = ..., order_content: _Optional[bytes] = ..., order_signature: _Optional[str] = ..., order_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., refunded_amount: _Optional[int] = ..., recorded: _Optional[bool] = ...) -> None: ...

class OrderRefundRequest(_message.Message):
    __slots__ = ("provider", "payment_reference", "amount", "reason_code", "officer", "catalog_position", "request_id")
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    provider: str
    payment_reference: str
    amount: int
    reason_code: str
    officer: str
    catalog_position: int
    request_id: str
    def __init__(self, provider: _Optional[str] = ..., payment_reference: _Optional[str] = ..., amount: _Optional[int] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class ConfirmRefundRequest(_message.Message):
    __slots__ = ("provider", "content", "signature", "request_id")
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    provider: str
    content: bytes
    signature: str
    request_id: str
    def __init__(self, provider: _Optional[str] = ..., content: _Optional[bytes] = ..., signature: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetRefundRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ReconcilePaymentsRequest(_message.Message):
    __slots__ = ("provider", "day", "statements", "refund_statements")
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    STATEMENTS_FIELD_NUMBER: _ClassVar[int]
    REFUND_STATEMENTS_FIELD_NUMBER: _ClassVar[int]
    provider: str
    day: _date_pb2.Date
    statements: _containers.RepeatedCompositeFieldContainer[PaymentStatement]
    refund_statements: _containers.RepeatedCompositeFieldContainer[PaymentStatement]
    def __init__(self, provider: _Optional[str] = ..., day: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., statements: _Optional[_Iterable[_Union[PaymentStatement, _Mapping]]] = ..., refund_statements: _Optional[_Iterable[_Union[PaymentStatement, _Mapping]]] = ...) -> None: ...

class PaymentDifference(_message.Message):
    __slots__ = ("kind", "reference", "attempt", "dossier", "begun_amount", "paid_amount", "stated_amount", "excess_amount", "refund", "of_refund")
    KIND_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    BEGUN_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PAID_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    STATED_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    EXCESS_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REFUND_FIELD_NUMBER: _ClassVar[int]
    OF_REFUND_FIELD_NUMBER: _ClassVar[int]
    kind: PaymentDifferenceKind
    reference: str
    attempt: str
    dossier: str
    begun_amount: int
    paid_amount: int
    stated_amount: int
    excess_amount: int
    refund: str
    of_refund: bool
    def __init__(self, kind: _Optional[_Union[PaymentDifferenceKind, str]] = ..., reference: _Optional[str] = ..., attempt: _Optional[str] = ..., dossier: _Optional[str] = ..., begun_amount: _Optional[int] = ..., paid_amount: _Optional[int] = ..., stated_amount: _Optional[int] = ..., excess_amount: _Optional[int] = ..., refund: _Optional[str] = ..., of_refund: _Optional[bool] = ...) -> None: ...

class ReconcilePaymentsResponse(_message.Message):
    __slots__ = ("matched", "matched_amount", "differences", "matched_refunds", "matched_refund_amount")
    MATCHED_FIELD_NUMBER: _ClassVar[int]
    MATCHED_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCES_FIELD_NUMBER: _ClassVar[int]
    MATCHED_REFUNDS_FIELD_NUMBER: _ClassVar[int]
    MATCHED_REFUND_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    matched: int
    matched_amount: int
    differences: _containers.RepeatedCompositeFieldContainer[PaymentDifference]
    matched_refunds: int
    matched_refund_amount: int
    def __init__(self, matched: _Optional[int] = ..., matched_amount: _Optional[int] = ..., differences: _Optional[_Iterable[_Union[PaymentDifference, _Mapping]]] = ..., matched_refunds: _Optional[int] = ..., matched_refund_amount: _Optional[int] = ...) -> None: ...
