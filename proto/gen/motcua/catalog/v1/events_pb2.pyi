import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Capability(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CAPABILITY_UNSPECIFIED: _ClassVar[Capability]
    CAPABILITY_INFO_STEPS: _ClassVar[Capability]
    CAPABILITY_INFO_DOCUMENTS: _ClassVar[Capability]
    CAPABILITY_INFO_DEADLINE: _ClassVar[Capability]
    CAPABILITY_INFO_AUTHORITY: _ClassVar[Capability]
    CAPABILITY_INFO_FEES: _ClassVar[Capability]
    CAPABILITY_INFO_RESULT: _ClassVar[Capability]
    CAPABILITY_INFO_LEGAL_BASIS: _ClassVar[Capability]
    CAPABILITY_FORMS_DOWNLOAD: _ClassVar[Capability]
    CAPABILITY_FILE_OFFLINE: _ClassVar[Capability]
    CAPABILITY_FORMS_ONLINE: _ClassVar[Capability]
    CAPABILITY_FILE_ONLINE: _ClassVar[Capability]
    CAPABILITY_HANDLE_ONLINE: _ClassVar[Capability]
    CAPABILITY_PAY_ONLINE: _ClassVar[Capability]
    CAPABILITY_RESULT_ONLINE: _ClassVar[Capability]
    CAPABILITY_RESULT_POST: _ClassVar[Capability]
    CAPABILITY_RESULT_IN_PERSON: _ClassVar[Capability]
    CAPABILITY_REGISTER_ONLINE: _ClassVar[Capability]
    CAPABILITY_AUTHENTICATE_ONLINE: _ClassVar[Capability]
    CAPABILITY_DECIDE_ONLINE: _ClassVar[Capability]
    CAPABILITY_FEEDBACK_ONLINE: _ClassVar[Capability]

class CapabilityState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CAPABILITY_STATE_UNSPECIFIED: _ClassVar[CapabilityState]
    CAPABILITY_STATE_YES: _ClassVar[CapabilityState]
    CAPABILITY_STATE_NO: _ClassVar[CapabilityState]
    CAPABILITY_STATE_NOT_APPLICABLE: _ClassVar[CapabilityState]
    CAPABILITY_STATE_UNKNOWN: _ClassVar[CapabilityState]

class Extent(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EXTENT_UNSPECIFIED: _ClassVar[Extent]
    EXTENT_NONE: _ClassVar[Extent]
    EXTENT_PARTIAL: _ClassVar[Extent]
    EXTENT_FULL: _ClassVar[Extent]
    EXTENT_UNKNOWN: _ClassVar[Extent]
CAPABILITY_UNSPECIFIED: Capability
CAPABILITY_INFO_STEPS: Capability
CAPABILITY_INFO_DOCUMENTS: Capability
CAPABILITY_INFO_DEADLINE: Capability
CAPABILITY_INFO_AUTHORITY: Capability
CAPABILITY_INFO_FEES: Capability
CAPABILITY_INFO_RESULT: Capability
CAPABILITY_INFO_LEGAL_BASIS: Capability
CAPABILITY_FORMS_DOWNLOAD: Capability
CAPABILITY_FILE_OFFLINE: Capability
CAPABILITY_FORMS_ONLINE: Capability
CAPABILITY_FILE_ONLINE: Capability
CAPABILITY_HANDLE_ONLINE: Capability
CAPABILITY_PAY_ONLINE: Capability
CAPABILITY_RESULT_ONLINE: Capability
CAPABILITY_RESULT_POST: Capability
CAPABILITY_RESULT_IN_PERSON: Capability
CAPABILITY_REGISTER_ONLINE: Capability
CAPABILITY_AUTHENTICATE_ONLINE: Capability
CAPABILITY_DECIDE_ONLINE: Capability
CAPABILITY_FEEDBACK_ONLINE: Capability
CAPABILITY_STATE_UNSPECIFIED: CapabilityState
CAPABILITY_STATE_YES: CapabilityState
CAPABILITY_STATE_NO: CapabilityState
CAPABILITY_STATE_NOT_APPLICABLE: CapabilityState
CAPABILITY_STATE_UNKNOWN: CapabilityState
EXTENT_UNSPECIFIED: Extent
EXTENT_NONE: Extent
EXTENT_PARTIAL: Extent
EXTENT_FULL: Extent
EXTENT_UNKNOWN: Extent

class Text(_message.Message):
    __slots__ = ("vi", "en")
    VI_FIELD_NUMBER: _ClassVar[int]
    EN_FIELD_NUMBER: _ClassVar[int]
    vi: str
    en: str
    def __init__(self, vi: _Optional[str] = ..., en: _Optional[str] = ...) -> None: ...

class FeeLine(_message.Message):
    __slots__ = ("code", "name", "amount")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    code: str
    name: Text
    amount: int
    def __init__(self, code: _Optional[str] = ..., name: _Optional[_Union[Text, _Mapping]] = ..., amount: _Optional[int] = ...) -> None: ...

class RecordedCapability(_message.Message):
    __slots__ = ("capability", "state", "evidence")
    CAPABILITY_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    capability: Capability
    state: CapabilityState
    evidence: str
    def __init__(self, capability: _Optional[_Union[Capability, str]] = ..., state: _Optional[_Union[CapabilityState, str]] = ..., evidence: _Optional[str] = ...) -> None: ...

class LevelSpan(_message.Message):
    __slots__ = ("effective_time", "earned", "attainable", "level", "extent", "ceiling")
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    EARNED_FIELD_NUMBER: _ClassVar[int]
    ATTAINABLE_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    EXTENT_FIELD_NUMBER: _ClassVar[int]
    CEILING_FIELD_NUMBER: _ClassVar[int]
    effective_time: _timestamp_pb2.Timestamp
    earned: int
    attainable: int
    level: int
    extent: Extent
    ceiling: int
    def __init__(self, effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., earned: _Optional[int] = ..., attainable: _Optional[int] = ..., level: _Optional[int] = ..., extent: _Optional[_Union[Extent, str]] = ..., ceiling: _Optional[int] = ...) -> None: ...

class UnitOpened(_message.Message):
    __slots__ = ("unit", "parent", "code", "kind", "display_name", "effective_time", "correction_reason")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    unit: str
    parent: str
    code: str
    kind: str
    display_name: Text
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    def __init__(self, unit: _Optional[str] = ..., parent: _Optional[str] = ..., code: _Optional[str] = ..., kind: _Optional[str] = ..., display_name: _Optional[_Union[Text, _Mapping]] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class ServiceContent(_message.Message):
    __slots__ = ("codes", "display_name", "field", "authority", "fees", "written_result", "eligible_full", "one_stop")
    CODES_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    AUTHORITY_FIELD_NUMBER: _ClassVar[int]
    FEES_FIELD_NUMBER: _ClassVar[int]
    WRITTEN_RESULT_FIELD_NUMBER: _ClassVar[int]
    ELIGIBLE_FULL_FIELD_NUMBER: _ClassVar[int]
    ONE_STOP_FIELD_NUMBER: _ClassVar[int]
    codes: _containers.RepeatedScalarFieldContainer[str]
    display_name: Text
    field: str
    authority: str
    fees: _containers.RepeatedCompositeFieldContainer[FeeLine]
    written_result: bool
    eligible_full: bool
    one_stop: bool
    def __init__(self, codes: _Optional[_Iterable[str]] = ..., display_name: _Optional[_Union[Text, _Mapping]] = ..., field: _Optional[str] = ..., authority: _Optional[str] = ..., fees: _Optional[_Iterable[_Union[FeeLine, _Mapping]]] = ..., written_result: _Optional[bool] = ..., eligible_full: _Optional[bool] = ..., one_stop: _Optional[bool] = ...) -> None: ...

class ServiceDrafted(_message.Message):
    __slots__ = ("service", "content")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    service: str
    content: ServiceContent
    def __init__(self, service: _Optional[str] = ..., content: _Optional[_Union[ServiceContent, _Mapping]] = ...) -> None: ...

class ServicePublished(_message.Message):
    __slots__ = ("service", "version", "effective_time", "content", "correction_reason")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    service: str
    version: int
    effective_time: _timestamp_pb2.Timestamp
    content: ServiceContent
    correction_reason: str
    def __init__(self, service: _Optional[str] = ..., version: _Optional[int] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., content: _Optional[_Union[ServiceContent, _Mapping]] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class OfferingOpened(_message.Message):
    __slots__ = ("offering", "service", "unit", "effective_time", "ceiling", "ceiling_reason", "correction_reason")
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CEILING_FIELD_NUMBER: _ClassVar[int]
    CEILING_REASON_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    offering: str
    service: str
    unit: str
    effective_time: _timestamp_pb2.Timestamp
    ceiling: int
    ceiling_reason: str
    correction_reason: str
    def __init__(self, offering: _Optional[str] = ..., service: _Optional[str] = ..., unit: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., ceiling: _Optional[int] = ..., ceiling_reason: _Optional[str] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class CapabilitiesRecorded(_message.Message):
    __slots__ = ("offering", "effective_time", "capabilities", "correction_reason")
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    offering: str
    effective_time: _timestamp_pb2.Timestamp
    capabilities: _containers.RepeatedCompositeFieldContainer[RecordedCapability]
    correction_reason: str
    def __init__(self, offering: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., capabilities: _Optional[_Iterable[_Union[RecordedCapability, _Mapping]]] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class LevelsAssessed(_message.Message):
    __slots__ = ("offering", "service", "unit", "replaces_from", "spans", "level_rule", "extent_rule", "previous_level")
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    REPLACES_FROM_FIELD_NUMBER: _ClassVar[int]
    SPANS_FIELD_NUMBER: _ClassVar[int]
    LEVEL_RULE_FIELD_NUMBER: _ClassVar[int]
    EXTENT_RULE_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_LEVEL_FIELD_NUMBER: _ClassVar[int]
    offering: str
    service: str
    unit: str
    replaces_from: _timestamp_pb2.Timestamp
    spans: _containers.RepeatedCompositeFieldContainer[LevelSpan]
    level_rule: str
    extent_rule: str
    previous_level: int
    def __init__(self, offering: _Optional[str] = ..., service: _Optional[str] = ..., unit: _Optional[str] = ..., replaces_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., spans: _Optional[_Iterable[_Union[LevelSpan, _Mapping]]] = ..., level_rule: _Optional[str] = ..., extent_rule: _Optional[str] = ..., previous_level: _Optional[int] = ...) -> None: ...
