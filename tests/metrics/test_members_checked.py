"""What is believed of a member's stream: its own signed continuation, and nothing else.

Given what was read, when these messages come, then so many are believed, and this is wrong.
"""

from __future__ import annotations

import base64
from typing import Any

import pytest

from motcua.metrics.v1.events_pb2 import ExcludedCount, Period
from motcua.metrics.v1.federation_events_pb2 import FigureReleased, StreamFault
from services.chassis.keys import Keyring
from services.evidence.merkle import Tree
from services.evidence.signed_notes import Signer, signers
from services.metrics.federation.checking import NOTHING, Checked, Read, Stored, check
from services.metrics.federation.messages import HEAD, STREAM, Content, content, event_of, message
from tests.metrics.given_national import City

[SIGNER] = signers(STREAM, Keyring({"k1": bytes(32)}))
[OTHER] = signers(STREAM, Keyring({"k2": b"\1" * 32}))
[OF_LOG] = signers("metrics", Keyring({"k1": bytes(32)}))


def stream(*numerators: int, signer: Signer = SIGNER) -> list[Stored]:
    """A member's stream of these figures."""
    city, tree, found = City("hue"), Tree(), list[Stored]()
    for n, each in enumerate(numerators, 1):
        event = city.release(each, 100).event
        made = content(event)
        tree.extend([made.leaf])
        found.append(Stored(n, message(event, made, tree, [signer]).headers, made))
    return found


def read(messages: list[Stored]) -> Read:
    """All of them were read."""
    tree = Tree()
    tree.extend(each.content.leaf for each in messages)
    return Read(tree.size, messages[-1].content.leaf, tuple(tree.peaks))


def believed(checked: Checked) -> tuple[list[int], str, int]:
    """Their sequences, and what is wrong where."""
    fault = StreamFault.Name(checked.fault).removeprefix("STREAM_FAULT_")
    return [each.sequence for each in checked.believed], fault, checked.sequence


def checked(before: Read, messages: list[Stored], *signers: Signer) -> tuple[list[int], str, int]:
    return believed(check(before, messages, [each.verifier for each in signers or (SIGNER,)]))


def test_a_signed_stream_is_believed_from_its_beginning_and_from_any_message_on() -> None:
    messages = stream(*range(10, 17))
    assert checked(NOTHING, messages) == ([1, 2, 3, 4, 5, 6, 7], "UNSPECIFIED", 0)
    for upto in range(1, 8):
        following = list(range(upto + 1, 8))
        assert checked(read(messages[:upto]), messages[upto - 1 :])[0] == following
    tree = check(NOTHING, messages, [SIGNER.verifier]).tree
    assert (tree.size, tuple(tree.peaks)) == (7, read(messages).peaks)
    assert checked(NOTHING, []) == ([], "UNSPECIFIED", 0)


def test_one_of_several_keys_is_enough_and_another_one_is_none() -> None:
    messages = stream(10, 11)
    assert checked(NOTHING, messages, OTHER, SIGNER)[0] == [1, 2]
    assert checked(NOTHING, messages, OTHER) == ([], "UNSIGNED", 1)
    assert checked(NOTHING, messages, OF_LOG) == ([], "UNSIGNED", 1)
    assert believed(check(NOTHING, messages, [])) == ([], "UNSIGNED", 1)


def test_a_changed_figure_is_found_at_its_message() -> None:
    messages, other = stream(10, 11, 12), stream(10, 99, 12)
    forged = [messages[0], messages[1]._replace(content=other[1].content), messages[2]]
    assert checked(NOTHING, forged) == ([1], "TREE", 2)
    assert checked(read(messages[:1]), forged) == ([], "TREE", 2)
    assert checked(read(messages[:2]), forged[1:]) == ([], "REPLACED", 2)


def test_a_history_that_was_written_anew_by_the_key_s_owner_is_found_where_reading_ended() -> None:
    messages, rewritten = stream(10, 11, 12), stream(99, 11, 12, 13)
    assert checked(NOTHING, rewritten)[0] == [1, 2, 3, 4]
    assert checked(read(messages[:2]), rewritten[1:]) == ([], "TREE", 3)
    assert checked(read(messages[:1]), rewritten) == ([], "REPLACED", 1)


def test_a_message_that_is_missing_moved_or_repeated_is_found() -> None:
    messages = stream(10, 11, 12)
    assert checked(NOTHING, messages[1:]) == ([], "GAP", 1)
    assert checked(NOTHING, [messages[0], messages[2]]) == ([1], "GAP", 2)
    assert checked(read(messages[:1]), messages[1:]) == ([], "GAP", 1)
    moved = [each._replace(sequence=n) for n, each in enumerate(reversed(messages), 1)]
    assert checked(NOTHING, moved) == ([], "TREE", 1)


@pytest.mark.parametrize("head", [None, "", "?", base64.b64encode(b"x").decode(), "é"])
def test_a_message_without_a_readable_head_is_unsigned(head: Any) -> None:
    messages = stream(10, 11)
    headers = {**messages[1].headers, HEAD: head}
    if head is None:
        del headers[HEAD]
    broken = [messages[0], messages[1]._replace(headers=headers)]
    assert checked(NOTHING, broken) == ([1], "UNSIGNED", 2)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b'{"publication":1}',
        b'{"publication":"p","figure":"f"}',  # without days
        b"[" * 100_000,
    ],
)
def test_what_is_no_release_is_foreign_whoever_signed_it(payload: bytes) -> None:
    subject = stream(10)[0].content.subject
    assert event_of(Content(subject, payload)) is None
    tree, made = Tree(), Content(subject, payload)
    tree.extend([made.leaf])
    headers = message(FigureReleased(), made, tree, [SIGNER]).headers
    assert checked(NOTHING, [Stored(1, headers, made)]) == ([], "FOREIGN", 1)


def test_a_release_that_could_not_be_kept_is_foreign() -> None:
    sound = City("hue").release(10, 100).event
    assert event_of(content(sound)) == sound
    changed = [FigureReleased.FromString(sound.SerializeToString()) for _ in range(5)]
    changed[0].rate.receipt.definition = "a\0b"
    changed[1].figure = "f" * 301
    changed[2].rate.receipt.period.CopyFrom(Period())
    changed[3].rate.receipt.period.start.month = 13
    changed[4].publication = ""
    assert [event_of(content(each)) for each in changed] == [None] * 5
    swollen = FigureReleased.FromString(sound.SerializeToString())
    swollen.rate.receipt.excluded.extend(ExcludedCount(reason="r" * 100) for _ in range(700))
    assert event_of(content(swollen)) is None
    swollen.rate.receipt.scope.filters.add(dimension="service", values=["a"])  # none of a sum
    assert event_of(content(swollen)) == swollen
    assert event_of(content(sound)._replace(subject="motcua.metrics.FigurePublished.a.b")) is None
