import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.metrics.v1 import events_pb2 as _events_pb2
from motcua.metrics.v1 import statement_events_pb2 as _statement_events_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Assertion(_message.Message):
    __slots__ = ("name", "figure", "state", "withdrawal_reason", "record_time", "position", "published")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[Assertion.State]
        STATE_RECORDED: _ClassVar[Assertion.State]
        STATE_WITHDRAWN: _ClassVar[Assertion.State]
    STATE_UNSPECIFIED: Assertion.State
    STATE_RECORDED: Assertion.State
    STATE_WITHDRAWN: Assertion.State
    NAME_FIELD_NUMBER: _ClassVar[int]
    FIGURE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    WITHDRAWAL_REASON_FIELD_NUMBER: _ClassVar[int]
    RECORD_TIME_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_FIELD_NUMBER: _ClassVar[int]
    name: str
    figure: _statement_events_pb2.AssertedFigure
    state: Assertion.State
    withdrawal_reason: str
    record_time: _timestamp_pb2.Timestamp
    position: int
    published: bool
    def __init__(self, name: _Optional[str] = ..., figure: _Optional[_Union[_statement_events_pb2.AssertedFigure, _Mapping]] = ..., state: _Optional[_Union[Assertion.State, str]] = ..., withdrawal_reason: _Optional[str] = ..., record_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., position: _Optional[int] = ..., published: _Optional[bool] = ...) -> None: ...

class Inspection(_message.Message):
    __slots__ = ("name", "report", "remedies", "state", "withdrawal_reason", "record_time", "position")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[Inspection.State]
        STATE_RECORDED: _ClassVar[Inspection.State]
        STATE_WITHDRAWN: _ClassVar[Inspection.State]
    STATE_UNSPECIFIED: Inspection.State
    STATE_RECORDED: Inspection.State
    STATE_WITHDRAWN: Inspection.State
    class Remedy(_message.Message):
        __slots__ = ("finding", "date")
        FINDING_FIELD_NUMBER: _ClassVar[int]
        DATE_FIELD_NUMBER: _ClassVar[int]
        finding: str
        date: _date_pb2.Date
        def __init__(self, finding: _Optional[str] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...
    NAME_FIELD_NUMBER: _ClassVar[int]
    REPORT_FIELD_NUMBER: _ClassVar[int]
    REMEDIES_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    WITHDRAWAL_REASON_FIELD_NUMBER: _ClassVar[int]
    RECORD_TIME_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    name: str
    report: _statement_events_pb2.InspectionReport
    remedies: _containers.RepeatedCompositeFieldContainer[Inspection.Remedy]
    state: Inspection.State
    withdrawal_reason: str
    record_time: _timestamp_pb2.Timestamp
    position: int
    def __init__(self, name: _Optional[str] = ..., report: _Optional[_Union[_statement_events_pb2.InspectionReport, _Mapping]] = ..., remedies: _Optional[_Iterable[_Union[Inspection.Remedy, _Mapping]]] = ..., state: _Optional[_Union[Inspection.State, str]] = ..., withdrawal_reason: _Optional[str] = ..., record_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., position: _Optional[int] = ...) -> None: ...

class RecordAssertionRequest(_message.Message):
    __slots__ = ("figure", "request_id")
    FIGURE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    figure: _statement_events_pb2.AssertedFigure
    request_id: str
    def __init__(self, figure: _Optional[_Union[_statement_events_pb2.AssertedFigure, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class PublishAssertionRequest(_message.Message):
    __slots__ = ("name", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class WithdrawAssertionRequest(_message.Message):
    __slots__ = ("name", "reason", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetAssertionRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListAssertionsRequest(_message.Message):
    __slots__ = ("unit", "definition", "show_withdrawn", "page_size", "page_token")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    DEFINITION_FIELD_NUMBER: _ClassVar[int]
    SHOW_WITHDRAWN_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    unit: str
    definition: str
    show_withdrawn: bool
    page_size: int
    page_token: str
    def __init__(self, unit: _Optional[str] = ..., definition: _Optional[str] = ..., show_withdrawn: _Optional[bool] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListAssertionsResponse(_message.Message):
    __slots__ = ("assertions", "next_page_token")
    ASSERTIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    assertions: _containers.RepeatedCompositeFieldContainer[Assertion]
    next_page_token: str
    def __init__(self, assertions: _Optional[_Iterable[_Union[Assertion, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class CompareAssertionRequest(_message.Message):
    __slots__ = ("name", "as_known", "as_known_time")
    NAME_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    name: str
    as_known: _containers.RepeatedCompositeFieldContainer[_events_pb2.StreamPosition]
    as_known_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., as_known: _Optional[_Iterable[_Union[_events_pb2.StreamPosition, _Mapping]]] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class AssertionComparison(_message.Message):
    __slots__ = ("rate", "agreement", "difference")
    class Agreement(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        AGREEMENT_UNSPECIFIED: _ClassVar[AssertionComparison.Agreement]
        AGREEMENT_HALF_UP: _ClassVar[AssertionComparison.Agreement]
        AGREEMENT_DOWN: _ClassVar[AssertionComparison.Agreement]
        AGREEMENT_WITHIN_BOUNDS: _ClassVar[AssertionComparison.Agreement]
        AGREEMENT_DIFFERS: _ClassVar[AssertionComparison.Agreement]
        AGREEMENT_NOT_COMPARABLE: _ClassVar[AssertionComparison.Agreement]
    AGREEMENT_UNSPECIFIED: AssertionComparison.Agreement
    AGREEMENT_HALF_UP: AssertionComparison.Agreement
    AGREEMENT_DOWN: AssertionComparison.Agreement
    AGREEMENT_WITHIN_BOUNDS: AssertionComparison.Agreement
    AGREEMENT_DIFFERS: AssertionComparison.Agreement
    AGREEMENT_NOT_COMPARABLE: AssertionComparison.Agreement
    RATE_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCE_FIELD_NUMBER: _ClassVar[int]
    rate: _events_pb2.Rate
    agreement: AssertionComparison.Agreement
    difference: str
    def __init__(self, rate: _Optional[_Union[_events_pb2.Rate, _Mapping]] = ..., agreement: _Optional[_Union[AssertionComparison.Agreement, str]] = ..., difference: _Optional[str] = ...) -> None: ...

class CompareAssertionResponse(_message.Message):
    __slots__ = ("assertion", "comparisons")
    ASSERTION_FIELD_NUMBER: _ClassVar[int]
    COMPARISONS_FIELD_NUMBER: _ClassVar[int]
    assertion: Assertion
    comparisons: _containers.RepeatedCompositeFieldContainer[AssertionComparison]
    def __init__(self, assertion: _Optional[_Union[Assertion, _Mapping]] = ..., comparisons: _Optional[_Iterable[_Union[AssertionComparison, _Mapping]]] = ...) -> None: ...

class RecordInspectionRequest(_message.Message):
    __slots__ = ("report", "request_id")
    REPORT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    report: _statement_events_pb2.InspectionReport
    request_id: str
    def __init__(self, report: _Optional[_Union[_statement_events_pb2.InspectionReport, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class RecordRemedyRequest(_message.Message):
    __slots__ = ("name", "finding", "date", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    FINDING_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    finding: str
    date: _date_pb2.Date
    request_id: str
    def __init__(self, name: _Optional[str] = ..., finding: _Optional[str] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class WithdrawInspectionRequest(_message.Message):
    __slots__ = ("name", "reason", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetInspectionRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListInspectionsRequest(_message.Message):
    __slots__ = ("unit", "open_only", "show_withdrawn", "page_size", "page_token")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    OPEN_ONLY_FIELD_NUMBER: _ClassVar[int]
    SHOW_WITHDRAWN_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    unit: str
    open_only: bool
    show_withdrawn: bool
    page_size: int
    page_token: str
    def __init__(self, unit: _Optional[str] = ..., open_only: _Optional[bool] = ..., show_withdrawn: _Optional[bool] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListInspectionsResponse(_message.Message):
    __slots__ = ("inspections", "next_page_token")
    INSPECTIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    inspections: _containers.RepeatedCompositeFieldContainer[Inspection]
    next_page_token: str
    def __init__(self, inspections: _Optional[_Iterable[_Union[Inspection, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
