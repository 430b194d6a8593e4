"""What a member's stream says, held against what was read of it before and against its own heads.

Promises that nothing is believed which the member did not sign as the continuation of what was
read. Must not read a stream.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from motcua.metrics.v1.federation_events_pb2 import FigureReleased, StreamFault
from services.evidence.merkle import Tree
from services.evidence.signed_notes import Root, Verifier
from services.metrics.federation.messages import ORIGIN, Content, event_of, head_of


class Stored(NamedTuple):
    """A message as a member's stream gives it."""

    sequence: int
    headers: Mapping[str, str]
    content: Content


class Read(NamedTuple):
    """How far a stream was read: the last message's leaf, and the tree's peaks."""

    sequence: int
    leaf: bytes
    peaks: Sequence[bytes]


NOTHING = Read(0, b"", ())


class Believed(NamedTuple):
    """A message that the member signed in its place."""

    sequence: int
    leaf: bytes
    event: FigureReleased
    payload: bytes


class Checked(NamedTuple):
    """What can be believed of messages, and what is wrong with the first that cannot."""

    believed: list[Believed]
    tree: Tree
    fault: StreamFault  # UNSPECIFIED: nothing
    sequence: int  # of that message


def check(read: Read, messages: Sequence[Stored], verifiers: Sequence[Verifier]) -> Checked:
    """Messages from the last one that was read on; where nothing was, from the first on."""
    tree, believed = Tree(read.sequence, list(read.peaks)), list[Believed]()
    if read.sequence:
        first, messages = messages[0], messages[1:]
        if fault := fault_of_last(read, first):
            return Checked([], tree, fault, read.sequence)
    for each in messages:
        sequence = tree.size + 1
        if each.sequence != sequence:
            return Checked(believed, tree, StreamFault.STREAM_FAULT_GAP, sequence)
        event, leaf = event_of(each.content), each.content.leaf
        grown = Tree(tree.size, list(tree.peaks))
        grown.extend([leaf])
        if event is None or (fault := fault_of_head(each, grown, verifiers)):
            fault = StreamFault.STREAM_FAULT_FOREIGN if event is None else fault
            return Checked(believed, tree, fault, sequence)
        tree = grown
        believed.append(Believed(sequence, leaf, event, each.content.payload))
    return Checked(believed, tree, StreamFault.STREAM_FAULT_UNSPECIFIED, 0)


def fault_of_last(read: Read, found: Stored) -> StreamFault:
    """Whether the message that was read last is there as it was."""
    if found.sequence != read.sequence:
        return StreamFault.STREAM_FAULT_GAP
    same = found.content.leaf == read.leaf
    return StreamFault.STREAM_FAULT_UNSPECIFIED if same else StreamFault.STREAM_FAULT_REPLACED


def fault_of_head(message: Stored, tree: Tree, verifiers: Sequence[Verifier]) -> StreamFault:
    """Whether one of the member's keys signed the tree that ends with this message."""
    note = head_of(message.headers)
    if note is None or not any(each.verifies(note) for each in verifiers):
        return StreamFault.STREAM_FAULT_UNSIGNED
    same = note.root == Root(ORIGIN, tree.size, tree.root)
    return StreamFault.STREAM_FAULT_UNSPECIFIED if same else StreamFault.STREAM_FAULT_TREE
