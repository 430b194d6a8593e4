from google.api import field_behavior_pb2 as _field_behavior_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.metrics.v1 import events_pb2 as _events_pb2
from motcua.metrics.v1 import metrics_pb2 as _metrics_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ListLeavesRequest(_message.Message):
    __slots__ = ("rate",)
    RATE_FIELD_NUMBER: _ClassVar[int]
    rate: _metrics_pb2.GetRateRequest
    def __init__(self, rate: _Optional[_Union[_metrics_pb2.GetRateRequest, _Mapping]] = ...) -> None: ...

class ListLeavesResponse(_message.Message):
    __slots__ = ("rate", "leaf")
    RATE_FIELD_NUMBER: _ClassVar[int]
    LEAF_FIELD_NUMBER: _ClassVar[int]
    rate: _events_pb2.Rate
    leaf: Leaf
    def __init__(self, rate: _Optional[_Union[_events_pb2.Rate, _Mapping]] = ..., leaf: _Optional[_Union[Leaf, _Mapping]] = ...) -> None: ...

class Leaf(_message.Message):
    __slots__ = ("name", "digest")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    name: _metrics_pb2.LeafName
    digest: str
    def __init__(self, name: _Optional[_Union[_metrics_pb2.LeafName, _Mapping]] = ..., digest: _Optional[str] = ...) -> None: ...

class CompareReceiptRequest(_message.Message):
    __slots__ = ("receipt", "leaves")
    RECEIPT_FIELD_NUMBER: _ClassVar[int]
    LEAVES_FIELD_NUMBER: _ClassVar[int]
    receipt: _events_pb2.Receipt
    leaves: _containers.RepeatedCompositeFieldContainer[Leaf]
    def __init__(self, receipt: _Optional[_Union[_events_pb2.Receipt, _Mapping]] = ..., leaves: _Optional[_Iterable[_Union[Leaf, _Mapping]]] = ...) -> None: ...

class CompareReceiptResponse(_message.Message):
    __slots__ = ("comparison", "leaf")
    COMPARISON_FIELD_NUMBER: _ClassVar[int]
    LEAF_FIELD_NUMBER: _ClassVar[int]
    comparison: ReceiptComparison
    leaf: LeafDifference
    def __init__(self, comparison: _Optional[_Union[ReceiptComparison, _Mapping]] = ..., leaf: _Optional[_Union[LeafDifference, _Mapping]] = ...) -> None: ...

class ReceiptComparison(_message.Message):
    __slots__ = ("rate", "differing")
    RATE_FIELD_NUMBER: _ClassVar[int]
    DIFFERING_FIELD_NUMBER: _ClassVar[int]
    rate: _events_pb2.Rate
    differing: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, rate: _Optional[_Union[_events_pb2.Rate, _Mapping]] = ..., differing: _Optional[_Iterable[str]] = ...) -> None: ...

class LeafDifference(_message.Message):
    __slots__ = ("name", "stated", "computed")
    NAME_FIELD_NUMBER: _ClassVar[int]
    STATED_FIELD_NUMBER: _ClassVar[int]
    COMPUTED_FIELD_NUMBER: _ClassVar[int]
    name: _metrics_pb2.LeafName
    stated: str
    computed: str
    def __init__(self, name: _Optional[_Union[_metrics_pb2.LeafName, _Mapping]] = ..., stated: _Optional[str] = ..., computed: _Optional[str] = ...) -> None: ...
