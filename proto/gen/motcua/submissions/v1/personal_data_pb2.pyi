import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class IdentityNumber(_message.Message):
    __slots__ = ("kind", "number")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[IdentityNumber.Kind]
        KIND_CITIZEN: _ClassVar[IdentityNumber.Kind]
        KIND_PASSPORT: _ClassVar[IdentityNumber.Kind]
        KIND_TAX: _ClassVar[IdentityNumber.Kind]
        KIND_BUSINESS: _ClassVar[IdentityNumber.Kind]
        KIND_OTHER: _ClassVar[IdentityNumber.Kind]
    KIND_UNSPECIFIED: IdentityNumber.Kind
    KIND_CITIZEN: IdentityNumber.Kind
    KIND_PASSPORT: IdentityNumber.Kind
    KIND_TAX: IdentityNumber.Kind
    KIND_BUSINESS: IdentityNumber.Kind
    KIND_OTHER: IdentityNumber.Kind
    KIND_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    kind: IdentityNumber.Kind
    number: str
    def __init__(self, kind: _Optional[_Union[IdentityNumber.Kind, str]] = ..., number: _Optional[str] = ...) -> None: ...

class Contact(_message.Message):
    __slots__ = ("kind", "value")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[Contact.Kind]
        KIND_PHONE: _ClassVar[Contact.Kind]
        KIND_EMAIL: _ClassVar[Contact.Kind]
        KIND_ADDRESS: _ClassVar[Contact.Kind]
        KIND_OTHER: _ClassVar[Contact.Kind]
    KIND_UNSPECIFIED: Contact.Kind
    KIND_PHONE: Contact.Kind
    KIND_EMAIL: Contact.Kind
    KIND_ADDRESS: Contact.Kind
    KIND_OTHER: Contact.Kind
    KIND_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    kind: Contact.Kind
    value: str
    def __init__(self, kind: _Optional[_Union[Contact.Kind, str]] = ..., value: _Optional[str] = ...) -> None: ...

class Applicant(_message.Message):
    __slots__ = ("full_name", "organization", "identity_numbers", "contacts")
    FULL_NAME_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    CONTACTS_FIELD_NUMBER: _ClassVar[int]
    full_name: str
    organization: str
    identity_numbers: _containers.RepeatedCompositeFieldContainer[IdentityNumber]
    contacts: _containers.RepeatedCompositeFieldContainer[Contact]
    def __init__(self, full_name: _Optional[str] = ..., organization: _Optional[str] = ..., identity_numbers: _Optional[_Iterable[_Union[IdentityNumber, _Mapping]]] = ..., contacts: _Optional[_Iterable[_Union[Contact, _Mapping]]] = ...) -> None: ...

class PersonalData(_message.Message):
    __slots__ = ("dossier", "state", "applicant", "form", "erase_time", "etag", "position")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[PersonalData.State]
        STATE_NONE: _ClassVar[PersonalData.State]
        STATE_SEALED: _ClassVar[PersonalData.State]
        STATE_ERASED: _ClassVar[PersonalData.State]
    STATE_UNSPECIFIED: PersonalData.State
    STATE_NONE: PersonalData.State
    STATE_SEALED: PersonalData.State
    STATE_ERASED: PersonalData.State
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    APPLICANT_FIELD_NUMBER: _ClassVar[int]
    FORM_FIELD_NUMBER: _ClassVar[int]
    ERASE_TIME_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    state: PersonalData.State
    applicant: Applicant
    form: bytes
    erase_time: _timestamp_pb2.Timestamp
    etag: str
    position: int
    def __init__(self, dossier: _Optional[str] = ..., state: _Optional[_Union[PersonalData.State, str]] = ..., applicant: _Optional[_Union[Applicant, _Mapping]] = ..., form: _Optional[bytes] = ..., erase_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ..., position: _Optional[int] = ...) -> None: ...

class Reading(_message.Message):
    __slots__ = ("number", "time", "reader", "unit", "dossier", "purpose", "attachment", "petition")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    READER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    ATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    PETITION_FIELD_NUMBER: _ClassVar[int]
    number: int
    time: _timestamp_pb2.Timestamp
    reader: str
    unit: str
    dossier: str
    purpose: str
    attachment: str
    petition: str
    def __init__(self, number: _Optional[int] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reader: _Optional[str] = ..., unit: _Optional[str] = ..., dossier: _Optional[str] = ..., purpose: _Optional[str] = ..., attachment: _Optional[str] = ..., petition: _Optional[str] = ...) -> None: ...

class GetPersonalDataRequest(_message.Message):
    __slots__ = ("name", "purpose", "catalog_position", "validate_only")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    name: str
    purpose: str
    catalog_position: int
    validate_only: bool
    def __init__(self, name: _Optional[str] = ..., purpose: _Optional[str] = ..., catalog_position: _Optional[int] = ..., validate_only: _Optional[bool] = ...) -> None: ...

class ListReadingsRequest(_message.Message):
    __slots__ = ("subtree", "dossier", "page_size", "page_token", "petition")
    SUBTREE_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PETITION_FIELD_NUMBER: _ClassVar[int]
    subtree: str
    dossier: str
    page_size: int
    page_token: str
    petition: str
    def __init__(self, subtree: _Optional[str] = ..., dossier: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., petition: _Optional[str] = ...) -> None: ...

class ListReadingsResponse(_message.Message):
    __slots__ = ("readings", "next_page_token")
    READINGS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    readings: _containers.RepeatedCompositeFieldContainer[Reading]
    next_page_token: str
    def __init__(self, readings: _Optional[_Iterable[_Union[Reading, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class EraseDossierRequest(_message.Message):
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
