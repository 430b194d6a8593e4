import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from motcua.catalog.v1 import events_pb2 as _events_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.submissions.v1 import events_pb2 as _events_pb2_1
from motcua.submissions.v1 import submissions_pb2 as _submissions_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SlipDocument(_message.Message):
    __slots__ = ("code", "display_name")
    CODE_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    code: str
    display_name: _events_pb2.Text
    def __init__(self, code: _Optional[str] = ..., display_name: _Optional[_Union[_events_pb2.Text, _Mapping]] = ...) -> None: ...

class SlipLine(_message.Message):
    __slots__ = ("label", "value")
    LABEL_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    label: _events_pb2.Text
    value: _events_pb2.Text
    def __init__(self, label: _Optional[_Union[_events_pb2.Text, _Mapping]] = ..., value: _Optional[_Union[_events_pb2.Text, _Mapping]] = ...) -> None: ...

class Slip(_message.Message):
    __slots__ = ("dossier", "number", "service", "service_name", "receiving_unit", "receiving_unit_name", "competent_unit", "competent_unit_name", "submit_time", "accept_time", "promised", "documents", "fee", "fee_waived", "contact", "tracking_address", "qr_svg", "applicant", "lines")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    SERVICE_NAME_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_NAME_FIELD_NUMBER: _ClassVar[int]
    COMPETENT_UNIT_FIELD_NUMBER: _ClassVar[int]
    COMPETENT_UNIT_NAME_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_TIME_FIELD_NUMBER: _ClassVar[int]
    ACCEPT_TIME_FIELD_NUMBER: _ClassVar[int]
    PROMISED_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    FEE_FIELD_NUMBER: _ClassVar[int]
    FEE_WAIVED_FIELD_NUMBER: _ClassVar[int]
    CONTACT_FIELD_NUMBER: _ClassVar[int]
    TRACKING_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    QR_SVG_FIELD_NUMBER: _ClassVar[int]
    APPLICANT_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    number: str
    service: str
    service_name: _events_pb2.Text
    receiving_unit: str
    receiving_unit_name: _events_pb2.Text
    competent_unit: str
    competent_unit_name: _events_pb2.Text
    submit_time: _timestamp_pb2.Timestamp
    accept_time: _timestamp_pb2.Timestamp
    promised: _events_pb2_1.Due
    documents: _containers.RepeatedCompositeFieldContainer[SlipDocument]
    fee: int
    fee_waived: bool
    contact: str
    tracking_address: str
    qr_svg: str
    applicant: str
    lines: _containers.RepeatedCompositeFieldContainer[SlipLine]
    def __init__(self, dossier: _Optional[str] = ..., number: _Optional[str] = ..., service: _Optional[str] = ..., service_name: _Optional[_Union[_events_pb2.Text, _Mapping]] = ..., receiving_unit: _Optional[str] = ..., receiving_unit_name: _Optional[_Union[_events_pb2.Text, _Mapping]] = ..., competent_unit: _Optional[str] = ..., competent_unit_name: _Optional[_Union[_events_pb2.Text, _Mapping]] = ..., submit_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., accept_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., promised: _Optional[_Union[_events_pb2_1.Due, _Mapping]] = ..., documents: _Optional[_Iterable[_Union[SlipDocument, _Mapping]]] = ..., fee: _Optional[int] = ..., fee_waived: _Optional[bool] = ..., contact: _Optional[str] = ..., tracking_address: _Optional[str] = ..., qr_svg: _Optional[str] = ..., applicant: _Optional[str] = ..., lines: _Optional[_Iterable[_Union[SlipLine, _Mapping]]] = ...) -> None: ...

class GetSlipRequest(_message.Message):
    __slots__ = ("name", "proof", "purpose")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    name: str
    proof: _submissions_pb2.Proof
    purpose: str
    def __init__(self, name: _Optional[str] = ..., proof: _Optional[_Union[_submissions_pb2.Proof, _Mapping]] = ..., purpose: _Optional[str] = ...) -> None: ...
