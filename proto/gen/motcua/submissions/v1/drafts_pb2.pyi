import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.protobuf import empty_pb2 as _empty_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.submissions.v1 import events_pb2 as _events_pb2
from motcua.submissions.v1 import personal_data_pb2 as _personal_data_pb2
from motcua.submissions.v1 import submissions_pb2 as _submissions_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Draft(_message.Message):
    __slots__ = ("name", "dossier", "offering", "receiving_unit", "channel", "assisted", "root", "task", "documents", "applicant", "form", "service_version", "violations", "changes", "create_time", "update_time", "expire_time", "etag")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ASSISTED_FIELD_NUMBER: _ClassVar[int]
    ROOT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    APPLICANT_FIELD_NUMBER: _ClassVar[int]
    FORM_FIELD_NUMBER: _ClassVar[int]
    SERVICE_VERSION_FIELD_NUMBER: _ClassVar[int]
    VIOLATIONS_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    name: str
    dossier: str
    offering: str
    receiving_unit: str
    channel: _events_pb2.Channel
    assisted: bool
    root: str
    task: str
    documents: _containers.RepeatedScalarFieldContainer[str]
    applicant: _personal_data_pb2.Applicant
    form: bytes
    service_version: int
    violations: _containers.RepeatedCompositeFieldContainer[FormViolation]
    changes: _containers.RepeatedCompositeFieldContainer[ServiceChange]
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    expire_time: _timestamp_pb2.Timestamp
    etag: str
    def __init__(self, name: _Optional[str] = ..., dossier: _Optional[str] = ..., offering: _Optional[str] = ..., receiving_unit: _Optional[str] = ..., channel: _Optional[_Union[_events_pb2.Channel, str]] = ..., assisted: _Optional[bool] = ..., root: _Optional[str] = ..., task: _Optional[str] = ..., documents: _Optional[_Iterable[str]] = ..., applicant: _Optional[_Union[_personal_data_pb2.Applicant, _Mapping]] = ..., form: _Optional[bytes] = ..., service_version: _Optional[int] = ..., violations: _Optional[_Iterable[_Union[FormViolation, _Mapping]]] = ..., changes: _Optional[_Iterable[_Union[ServiceChange, _Mapping]]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class FormViolation(_message.Message):
    __slots__ = ("pointer", "reason", "message_vi", "message_en", "brief_vi", "brief_en")
    POINTER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_VI_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_EN_FIELD_NUMBER: _ClassVar[int]
    BRIEF_VI_FIELD_NUMBER: _ClassVar[int]
    BRIEF_EN_FIELD_NUMBER: _ClassVar[int]
    pointer: str
    reason: str
    message_vi: str
    message_en: str
    brief_vi: str
    brief_en: str
    def __init__(self, pointer: _Optional[str] = ..., reason: _Optional[str] = ..., message_vi: _Optional[str] = ..., message_en: _Optional[str] = ..., brief_vi: _Optional[str] = ..., brief_en: _Optional[str] = ...) -> None: ...

class ServiceChange(_message.Message):
    __slots__ = ("kind", "pointer", "code", "amount_before", "amount_after")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[ServiceChange.Kind]
        KIND_FIELD_ADDED: _ClassVar[ServiceChange.Kind]
        KIND_FIELD_REMOVED: _ClassVar[ServiceChange.Kind]
        KIND_FIELD_CHANGED: _ClassVar[ServiceChange.Kind]
        KIND_DOCUMENT_ADDED: _ClassVar[ServiceChange.Kind]
        KIND_DOCUMENT_REMOVED: _ClassVar[ServiceChange.Kind]
        KIND_DOCUMENT_CHANGED: _ClassVar[ServiceChange.Kind]
        KIND_FEE_ADDED: _ClassVar[ServiceChange.Kind]
        KIND_FEE_REMOVED: _ClassVar[ServiceChange.Kind]
        KIND_FEE_CHANGED: _ClassVar[ServiceChange.Kind]
    KIND_UNSPECIFIED: ServiceChange.Kind
    KIND_FIELD_ADDED: ServiceChange.Kind
    KIND_FIELD_REMOVED: ServiceChange.Kind
    KIND_FIELD_CHANGED: ServiceChange.Kind
    KIND_DOCUMENT_ADDED: ServiceChange.Kind
    KIND_DOCUMENT_REMOVED: ServiceChange.Kind
    KIND_DOCUMENT_CHANGED: ServiceChange.Kind
    KIND_FEE_ADDED: ServiceChange.Kind
    KIND_FEE_REMOVED: ServiceChange.Kind
    KIND_FEE_CHANGED: ServiceChange.Kind
    KIND_FIELD_NUMBER: _ClassVar[int]
    POINTER_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_BEFORE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_AFTER_FIELD_NUMBER: _ClassVar[int]
    kind: ServiceChange.Kind
    pointer: str
    code: str
    amount_before: int
    amount_after: int
    def __init__(self, kind: _Optional[_Union[ServiceChange.Kind, str]] = ..., pointer: _Optional[str] = ..., code: _Optional[str] = ..., amount_before: _Optional[int] = ..., amount_after: _Optional[int] = ...) -> None: ...

class CreateDraftRequest(_message.Message):
    __slots__ = ("draft", "holder", "catalog_position", "request_id")
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    draft: Draft
    holder: str
    catalog_position: int
    request_id: str
    def __init__(self, draft: _Optional[_Union[Draft, _Mapping]] = ..., holder: _Optional[str] = ..., catalog_position: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetDraftRequest(_message.Message):
    __slots__ = ("name", "holder", "catalog_position")
    NAME_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    name: str
    holder: str
    catalog_position: int
    def __init__(self, name: _Optional[str] = ..., holder: _Optional[str] = ..., catalog_position: _Optional[int] = ...) -> None: ...

class ListDraftsRequest(_message.Message):
    __slots__ = ("holder", "page_size", "page_token")
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    holder: str
    page_size: int
    page_token: str
    def __init__(self, holder: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListDraftsResponse(_message.Message):
    __slots__ = ("drafts", "next_page_token")
    DRAFTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    drafts: _containers.RepeatedCompositeFieldContainer[Draft]
    next_page_token: str
    def __init__(self, drafts: _Optional[_Iterable[_Union[Draft, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class UpdateDraftRequest(_message.Message):
    __slots__ = ("draft", "holder", "catalog_position", "etag", "request_id", "update_mask")
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    draft: Draft
    holder: str
    catalog_position: int
    etag: str
    request_id: str
    update_mask: _field_mask_pb2.FieldMask
    def __init__(self, draft: _Optional[_Union[Draft, _Mapping]] = ..., holder: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ...) -> None: ...

class DeleteDraftRequest(_message.Message):
    __slots__ = ("name", "holder", "etag", "request_id", "allow_missing")
    NAME_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ALLOW_MISSING_FIELD_NUMBER: _ClassVar[int]
    name: str
    holder: str
    etag: str
    request_id: str
    allow_missing: bool
    def __init__(self, name: _Optional[str] = ..., holder: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ..., allow_missing: _Optional[bool] = ...) -> None: ...

class SubmitDraftRequest(_message.Message):
    __slots__ = ("name", "holder", "catalog_position", "etag", "validate_only", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    holder: str
    catalog_position: int
    etag: str
    validate_only: bool
    request_id: str
    def __init__(self, name: _Optional[str] = ..., holder: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., validate_only: _Optional[bool] = ..., request_id: _Optional[str] = ...) -> None: ...
