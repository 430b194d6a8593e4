"""The stream `published` over a real NATS: each publication once, signed, as the public reads it.

Given what was published, when the service runs, then these messages stand on the stream.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest

from deploy.embedded.stack import Stack
from motcua.metrics.v1.events_pb2 import Disclosure, ExcludedCount, FigurePublished, StreamPosition
from services.chassis import telemetry
from services.chassis.bus import Bus, Message
from services.chassis.ids import uuid7
from services.chassis.keys import Keyring
from services.chassis.log import Append, Log
from services.evidence.merkle import Tree
from services.evidence.signed_notes import Root, signers
from services.metrics.domain.figures import Question, Scope
from services.metrics.federation.messages import ORIGIN, Content, event_of, head_of
from services.metrics.federation.releasing import STOPPED, Differs, Releasing
from services.metrics.published import Published
from services.metrics.queries.figure_events import new_event
from services.metrics.queries.figure_names import figure_name, publication_name
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.empty_streams import bus_without
from tests.metrics.given_national import END, MARCH, ONLINE, rate_of

KEYS = Keyring({"k1": bytes(32)})


@pytest.fixture
async def bus(stack: Stack) -> AsyncIterator[Bus]:
    async with bus_without(stack, "published") as bus:
        yield bus


class Publisher:
    """Appends publications, and folds them as the service does."""

    def __init__(self, fed: Fed, log: Log) -> None:
        self.fed, self.log, self.count, self.before = fed, log, 0, ""
        self.projection = Published()

    async def publish(self, *disclosures: int, numerator: int = 71) -> None:
        for disclosure in disclosures:
            event = self.event(numerator, disclosure)
            self.count += 1
            new = new_event(event, version=self.count, at=given.RECORDED)
            command = Append(uuid7(), b"x", "publisher", telemetry.unsampled(), (new,))
            await self.log.append(command)
            self.before = event.publication
        await self.fed.write(
            "published", self.projection, (await self.log.read(0, 999))[-len(disclosures) :]
        )

    def event(self, numerator: int, disclosure: int) -> FigurePublished:
        """Of one ward's figure, each superseding the last."""
        name = figure_name(Question(ONLINE, Scope(given.WARD), MARCH, END))
        rate = rate_of(numerator, 100, unit=given.WARD)
        rate.receipt.assisted = 3
        rate.receipt.positions.append(StreamPosition(stream="catalog", position=4))
        rate.receipt.excluded.append(ExcludedCount(reason="no_due", count=9))
        return FigurePublished(
            publication=publication_name(name, self.before),
            figure=name,
            rate=rate,
            reason="a file was late" if self.before else "",
            supersedes=self.before,
            disclosure=disclosure,  # type: ignore[arg-type]
        )


@pytest.fixture
def publisher(fed: Fed, log: Log) -> Publisher:
    return Publisher(fed, log)


def releasing(log: Log, bus: Bus) -> Releasing:
    return Releasing(log, bus, KEYS)


async def stored(bus: Bus) -> list[Message]:
    state = await bus.state("published")
    found = [await bus.message("published", n) for n in range(1, state.last + 1)] if state else []
    return [each for each in found if each]


def demand_signed(messages: list[Message]) -> None:
    """Each under a head of the tree that ends with it, which the service's key signed."""
    tree, [signer] = Tree(), signers("published", KEYS)
    for each in messages:
        tree.extend([Content(each.subject, each.payload).leaf])
        note = head_of(each.headers)
        assert note is not None
        assert note.root == Root(ORIGIN, tree.size, tree.root)
        assert signer.verifier.verifies(note)
    assert ORIGIN == "motcua/published"


SHOWN, HIDDEN = Disclosure.DISCLOSURE_SHOWN, Disclosure.DISCLOSURE_HIDDEN


async def test_each_publication_is_released_in_order_under_a_signed_head(
    bus: Bus, log: Log, publisher: Publisher
) -> None:
    running = releasing(log, bus)
    await running.turn()
    assert await stored(bus) == []
    await publisher.publish(SHOWN, SHOWN)
    await running.turn()
    await publisher.publish(SHOWN, numerator=72)
    await running.turn()
    messages = await stored(bus)
    demand_signed(messages)
    assert {each.subject for each in messages} == {
        "motcua.published.FigureReleased.ward.online_handling"
    }
    numbers = [json.loads(each.payload)["rate"]["receipt"]["numerator"] for each in messages]
    assert numbers == ["71", "71", "72"]
    assert [json.loads(each.payload)["position"] for each in messages] == ["1", "2", "3"]


async def test_while_keys_are_exchanged_both_sign_so_that_who_knows_one_goes_on(
    bus: Bus, log: Log, publisher: Publisher
) -> None:
    await publisher.publish(SHOWN)
    await Releasing(log, bus, Keyring({"k2": b"\1" * 32, "k1": bytes(32)})).turn()
    [message] = await stored(bus)
    demand_signed([message])
    note = head_of(message.headers)
    [new] = signers("published", Keyring({"k2": b"\1" * 32}))
    assert note is not None
    assert new.verifier.verifies(note)


async def test_of_a_hidden_figure_no_number_is_on_the_stream(
    bus: Bus, log: Log, publisher: Publisher
) -> None:
    await publisher.publish(HIDDEN, SHOWN, 0)
    await releasing(log, bus).turn()
    hidden, shown, undecided = [json.loads(each.payload) for each in await stored(bus)]
    question = {"definition", "version", "definitionDigest", "scope", "period", "asOf", "positions"}
    for each in (hidden, undecided):
        assert each["rate"]["state"] == "VALUE_STATE_SUPPRESSED"
        assert set(each["rate"]["receipt"]) == question
    assert shown["rate"]["receipt"]["considered"] == "100"
    assert "assisted" not in shown["rate"]["receipt"]


async def test_a_message_has_the_same_bytes_whoever_makes_it_again(
    bus: Bus, log: Log, publisher: Publisher
) -> None:
    """The tree is over them: a field that is added later must not change what was released."""
    await publisher.publish(SHOWN)
    await releasing(log, bus).turn()
    [first] = await stored(bus)
    assert first.payload.startswith(b'{"figure":"figures/')
    assert "reason" not in json.loads(first.payload)
    assert json.loads(first.payload)["rate"]["receipt"].keys() == {
        *("asOf", "considered", "definition", "definitionDigest", "denominator", "excluded"),
        *("numerator", "period", "positions", "scope", "version"),
    }
    written = json.dumps(
        json.loads(first.payload), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert first.payload == written.encode()
    event = event_of(Content(first.subject, first.payload))
    assert event is not None
    assert event.publication == publisher.before


async def test_another_process_goes_on_and_a_lost_stream_is_made_again_as_it_was(
    bus: Bus, log: Log, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.metrics.federation.releasing.AT_ONCE", 2)
    await publisher.publish(*[SHOWN] * 5)
    await releasing(log, bus).turn()
    await publisher.publish(HIDDEN)
    await releasing(log, bus).turn()
    before = await stored(bus)
    demand_signed(before)
    await bus.delete_stream("published")
    await releasing(log, bus).turn()
    again = await stored(bus)
    kept = [(each.subject, each.payload, head_of(each.headers)) for each in before]
    assert [(each.subject, each.payload, head_of(each.headers)) for each in again] == kept


async def test_a_stream_that_holds_what_the_log_does_not_is_left_alone(
    bus: Bus, log: Log, publisher: Publisher
) -> None:
    """A log that was restored from an older backup, and publishes other figures since."""
    await publisher.publish(SHOWN)
    await releasing(log, bus).turn()
    await bus.publish_batch([Message("motcua.published.FigureReleased.x.y", {}, b"{}")], after=1)
    before = await stored(bus)
    with pytest.raises(Differs, match="more than was published"):
        await releasing(log, bus).turn()
    await publisher.publish(SHOWN, numerator=80)
    running = releasing(log, bus)
    with pytest.raises(Differs, match="other figures"):
        await running.turn()
    running._say(Differs())
    assert STOPPED._value.get() == 1
    await publisher.publish(SHOWN, numerator=81)
    with pytest.raises(Differs, match="other figures"):
        await running.turn()
    assert await stored(bus) == before
