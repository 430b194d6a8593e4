from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class TreeHead(_message.Message):
    __slots__ = ("size", "root", "peaks", "note", "verifier_key")
    SIZE_FIELD_NUMBER: _ClassVar[int]
    ROOT_FIELD_NUMBER: _ClassVar[int]
    PEAKS_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    VERIFIER_KEY_FIELD_NUMBER: _ClassVar[int]
    size: int
    root: bytes
    peaks: _containers.RepeatedScalarFieldContainer[bytes]
    note: str
    verifier_key: str
    def __init__(self, size: _Optional[int] = ..., root: _Optional[bytes] = ..., peaks: _Optional[_Iterable[bytes]] = ..., note: _Optional[str] = ..., verifier_key: _Optional[str] = ...) -> None: ...
