import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.metrics.v1 import events_pb2 as _events_pb2
from motcua.metrics.v1 import federation_events_pb2 as _federation_events_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Member(_message.Message):
    __slots__ = ("name", "display_name", "start_date", "end_date", "verifier_keys", "state", "fault", "fault_sequence", "sequence", "hear_time", "position", "etag")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[Member.State]
        STATE_ACTIVE: _ClassVar[Member.State]
        STATE_SUSPENDED: _ClassVar[Member.State]
    STATE_UNSPECIFIED: Member.State
    STATE_ACTIVE: Member.State
    STATE_SUSPENDED: Member.State
    NAME_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    VERIFIER_KEYS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    FAULT_FIELD_NUMBER: _ClassVar[int]
    FAULT_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    HEAR_TIME_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    name: str
    display_name: str
    start_date: _date_pb2.Date
    end_date: _date_pb2.Date
    verifier_keys: _containers.RepeatedScalarFieldContainer[str]
    state: Member.State
    fault: _federation_events_pb2.StreamFault
    fault_sequence: int
    sequence: int
    hear_time: _timestamp_pb2.Timestamp
    position: int
    etag: str
    def __init__(self, name: _Optional[str] = ..., display_name: _Optional[str] = ..., start_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., end_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., verifier_keys: _Optional[_Iterable[str]] = ..., state: _Optional[_Union[Member.State, str]] = ..., fault: _Optional[_Union[_federation_events_pb2.StreamFault, str]] = ..., fault_sequence: _Optional[int] = ..., sequence: _Optional[int] = ..., hear_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., position: _Optional[int] = ..., etag: _Optional[str] = ...) -> None: ...

class Contribution(_message.Message):
    __slots__ = ("member", "display_name", "state", "position", "sequence", "leaf", "publication", "publish_time", "receipt", "percent", "percent_low", "percent_high")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[Contribution.State]
        STATE_COMPARABLE: _ClassVar[Contribution.State]
        STATE_NO_DATA: _ClassVar[Contribution.State]
        STATE_SUPPRESSED: _ClassVar[Contribution.State]
        STATE_INCOMPARABLE: _ClassVar[Contribution.State]
        STATE_OTHER_CUT_OFF: _ClassVar[Contribution.State]
        STATE_SUSPENDED: _ClassVar[Contribution.State]
        STATE_ENDED: _ClassVar[Contribution.State]
        STATE_INCONSISTENT: _ClassVar[Contribution.State]
    STATE_UNSPECIFIED: Contribution.State
    STATE_COMPARABLE: Contribution.State
    STATE_NO_DATA: Contribution.State
    STATE_SUPPRESSED: Contribution.State
    STATE_INCOMPARABLE: Contribution.State
    STATE_OTHER_CUT_OFF: Contribution.State
    STATE_SUSPENDED: Contribution.State
    STATE_ENDED: Contribution.State
    STATE_INCONSISTENT: Contribution.State
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    LEAF_FIELD_NUMBER: _ClassVar[int]
    PUBLICATION_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_TIME_FIELD_NUMBER: _ClassVar[int]
    RECEIPT_FIELD_NUMBER: _ClassVar[int]
    PERCENT_FIELD_NUMBER: _ClassVar[int]
    PERCENT_LOW_FIELD_NUMBER: _ClassVar[int]
    PERCENT_HIGH_FIELD_NUMBER: _ClassVar[int]
    member: str
    display_name: str
    state: Contribution.State
    position: int
    sequence: int
    leaf: str
    publication: str
    publish_time: _timestamp_pb2.Timestamp
    receipt: _events_pb2.Receipt
    percent: str
    percent_low: str
    percent_high: str
    def __init__(self, member: _Optional[str] = ..., display_name: _Optional[str] = ..., state: _Optional[_Union[Contribution.State, str]] = ..., position: _Optional[int] = ..., sequence: _Optional[int] = ..., leaf: _Optional[str] = ..., publication: _Optional[str] = ..., publish_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., receipt: _Optional[_Union[_events_pb2.Receipt, _Mapping]] = ..., percent: _Optional[str] = ..., percent_low: _Optional[str] = ..., percent_high: _Optional[str] = ...) -> None: ...

class NationalReceipt(_message.Message):
    __slots__ = ("definition", "version", "service", "period", "as_of", "definition_digest", "positions", "contributions", "adds_up", "complete", "considered", "numerator", "denominator", "unknown", "excluded", "provisional", "digest")
    DEFINITION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    PERIOD_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    DEFINITION_DIGEST_FIELD_NUMBER: _ClassVar[int]
    POSITIONS_FIELD_NUMBER: _ClassVar[int]
    CONTRIBUTIONS_FIELD_NUMBER: _ClassVar[int]
    ADDS_UP_FIELD_NUMBER: _ClassVar[int]
    COMPLETE_FIELD_NUMBER: _ClassVar[int]
    CONSIDERED_FIELD_NUMBER: _ClassVar[int]
    NUMERATOR_FIELD_NUMBER: _ClassVar[int]
    DENOMINATOR_FIELD_NUMBER: _ClassVar[int]
    UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    EXCLUDED_FIELD_NUMBER: _ClassVar[int]
    PROVISIONAL_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    definition: str
    version: int
    service: str
    period: _events_pb2.Period
    as_of: _timestamp_pb2.Timestamp
    definition_digest: str
    positions: _containers.RepeatedCompositeFieldContainer[_events_pb2.StreamPosition]
    contributions: _containers.RepeatedCompositeFieldContainer[Contribution]
    adds_up: bool
    complete: bool
    considered: int
    numerator: int
    denominator: int
    unknown: int
    excluded: _containers.RepeatedCompositeFieldContainer[_events_pb2.ExcludedCount]
    provisional: bool
    digest: str
    def __init__(self, definition: _Optional[str] = ..., version: _Optional[int] = ..., service: _Optional[str] = ..., period: _Optional[_Union[_events_pb2.Period, _Mapping]] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., definition_digest: _Optional[str] = ..., positions: _Optional[_Iterable[_Union[_events_pb2.StreamPosition, _Mapping]]] = ..., contributions: _Optional[_Iterable[_Union[Contribution, _Mapping]]] = ..., adds_up: _Optional[bool] = ..., complete: _Optional[bool] = ..., considered: _Optional[int] = ..., numerator: _Optional[int] = ..., denominator: _Optional[int] = ..., unknown: _Optional[int] = ..., excluded: _Optional[_Iterable[_Union[_events_pb2.ExcludedCount, _Mapping]]] = ..., provisional: _Optional[bool] = ..., digest: _Optional[str] = ...) -> None: ...

class NationalFigure(_message.Message):
    __slots__ = ("receipt", "state", "percent", "percent_low", "percent_high")
    RECEIPT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PERCENT_FIELD_NUMBER: _ClassVar[int]
    PERCENT_LOW_FIELD_NUMBER: _ClassVar[int]
    PERCENT_HIGH_FIELD_NUMBER: _ClassVar[int]
    receipt: NationalReceipt
    state: _events_pb2.ValueState
    percent: str
    percent_low: str
    percent_high: str
    def __init__(self, receipt: _Optional[_Union[NationalReceipt, _Mapping]] = ..., state: _Optional[_Union[_events_pb2.ValueState, str]] = ..., percent: _Optional[str] = ..., percent_low: _Optional[str] = ..., percent_high: _Optional[str] = ...) -> None: ...

class AdmitMemberRequest(_message.Message):
    __slots__ = ("member_id", "display_name", "start_date", "verifier_keys", "request_id")
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    VERIFIER_KEYS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    member_id: str
    display_name: str
    start_date: _date_pb2.Date
    verifier_keys: _containers.RepeatedScalarFieldContainer[str]
    request_id: str
    def __init__(self, member_id: _Optional[str] = ..., display_name: _Optional[str] = ..., start_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., verifier_keys: _Optional[_Iterable[str]] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReviseMemberRequest(_message.Message):
    __slots__ = ("name", "display_name", "verifier_keys", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    VERIFIER_KEYS_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    display_name: str
    verifier_keys: _containers.RepeatedScalarFieldContainer[str]
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., display_name: _Optional[str] = ..., verifier_keys: _Optional[_Iterable[str]] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class EndMemberRequest(_message.Message):
    __slots__ = ("name", "end_date", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    end_date: _date_pb2.Date
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., end_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReinstateMemberRequest(_message.Message):
    __slots__ = ("name", "reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetMemberRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListMembersRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListMembersResponse(_message.Message):
    __slots__ = ("members",)
    MEMBERS_FIELD_NUMBER: _ClassVar[int]
    members: _containers.RepeatedCompositeFieldContainer[Member]
    def __init__(self, members: _Optional[_Iterable[_Union[Member, _Mapping]]] = ...) -> None: ...

class GetNationalFigureRequest(_message.Message):
    __slots__ = ("definition", "version", "service", "start_date", "end_date", "as_of", "as_known")
    DEFINITION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    definition: str
    version: int
    service: str
    start_date: _date_pb2.Date
    end_date: _date_pb2.Date
    as_of: _timestamp_pb2.Timestamp
    as_known: _containers.RepeatedCompositeFieldContainer[_events_pb2.StreamPosition]
    def __init__(self, definition: _Optional[str] = ..., version: _Optional[int] = ..., service: _Optional[str] = ..., start_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., end_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., as_known: _Optional[_Iterable[_Union[_events_pb2.StreamPosition, _Mapping]]] = ...) -> None: ...

class ListNationalFiguresRequest(_message.Message):
    __slots__ = ("start_date", "end_date", "service", "as_of")
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    start_date: _date_pb2.Date
    end_date: _date_pb2.Date
    service: str
    as_of: _timestamp_pb2.Timestamp
    def __init__(self, start_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., end_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., service: _Optional[str] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListNationalFiguresResponse(_message.Message):
    __slots__ = ("figures",)
    FIGURES_FIELD_NUMBER: _ClassVar[int]
    figures: _containers.RepeatedCompositeFieldContainer[NationalFigure]
    def __init__(self, figures: _Optional[_Iterable[_Union[NationalFigure, _Mapping]]] = ...) -> None: ...
