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

class OfficerName(_message.Message):
    __slots__ = ("officer", "unit", "state", "full_name", "sealed_time", "erased_time")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[OfficerName.State]
        STATE_NOT_SEALED: _ClassVar[OfficerName.State]
        STATE_SEALED: _ClassVar[OfficerName.State]
        STATE_ERASED: _ClassVar[OfficerName.State]
    STATE_UNSPECIFIED: OfficerName.State
    STATE_NOT_SEALED: OfficerName.State
    STATE_SEALED: OfficerName.State
    STATE_ERASED: OfficerName.State
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    FULL_NAME_FIELD_NUMBER: _ClassVar[int]
    SEALED_TIME_FIELD_NUMBER: _ClassVar[int]
    ERASED_TIME_FIELD_NUMBER: _ClassVar[int]
    officer: str
    unit: str
    state: OfficerName.State
    full_name: str
    sealed_time: _timestamp_pb2.Timestamp
    erased_time: _timestamp_pb2.Timestamp
    def __init__(self, officer: _Optional[str] = ..., unit: _Optional[str] = ..., state: _Optional[_Union[OfficerName.State, str]] = ..., full_name: _Optional[str] = ..., sealed_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., erased_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Reading(_message.Message):
    __slots__ = ("number", "time", "reader", "unit", "officers", "purpose")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    READER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICERS_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    number: int
    time: _timestamp_pb2.Timestamp
    reader: str
    unit: str
    officers: _containers.RepeatedScalarFieldContainer[str]
    purpose: str
    def __init__(self, number: _Optional[int] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reader: _Optional[str] = ..., unit: _Optional[str] = ..., officers: _Optional[_Iterable[str]] = ..., purpose: _Optional[str] = ...) -> None: ...

class SealOfficerRequest(_message.Message):
    __slots__ = ("unit", "officer", "full_name", "request_id")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    FULL_NAME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    unit: str
    officer: str
    full_name: str
    request_id: str
    def __init__(self, unit: _Optional[str] = ..., officer: _Optional[str] = ..., full_name: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReadOfficersRequest(_message.Message):
    __slots__ = ("unit", "officers", "purpose")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICERS_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    unit: str
    officers: _containers.RepeatedScalarFieldContainer[str]
    purpose: str
    def __init__(self, unit: _Optional[str] = ..., officers: _Optional[_Iterable[str]] = ..., purpose: _Optional[str] = ...) -> None: ...

class ReadOfficersResponse(_message.Message):
    __slots__ = ("officers",)
    OFFICERS_FIELD_NUMBER: _ClassVar[int]
    officers: _containers.RepeatedCompositeFieldContainer[OfficerName]
    def __init__(self, officers: _Optional[_Iterable[_Union[OfficerName, _Mapping]]] = ...) -> None: ...

class EraseOfficerRequest(_message.Message):
    __slots__ = ("unit", "officer", "reason_code", "request_id")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    unit: str
    officer: str
    reason_code: str
    request_id: str
    def __init__(self, unit: _Optional[str] = ..., officer: _Optional[str] = ..., reason_code: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ListReadingsRequest(_message.Message):
    __slots__ = ("subtree", "page_size", "page_token")
    SUBTREE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    subtree: str
    page_size: int
    page_token: str
    def __init__(self, subtree: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListReadingsResponse(_message.Message):
    __slots__ = ("readings", "next_page_token")
    READINGS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    readings: _containers.RepeatedCompositeFieldContainer[Reading]
    next_page_token: str
    def __init__(self, readings: _Optional[_Iterable[_Union[Reading, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
