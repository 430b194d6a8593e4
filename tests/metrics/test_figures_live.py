"""Live figures on their stream: which are told, when, and what a checkpoint proves.

Given what was told before, when something moved, then these messages stand on the stream.
"""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deploy.embedded.stack import Stack
from services.chassis.bus import Bus, Refused
from services.chassis.keys import Keyring
from services.chassis.mac import Mac
from services.metrics.domain.figures import Positions, Question, Scope
from services.metrics.domain.live import Topic, digest, window
from services.metrics.domain.periods import Period, midnight, month_named, next_month
from services.metrics.live import COVERED, Live
from services.metrics.queries.figure_names import unit_token
from services.metrics.queries.moved_months import moved_since
from services.metrics.queries.positions import Requested
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.empty_streams import bus_without
from tests.metrics.given import AT, WARD
from tests.metrics.shipped import find

ONLINE, MARCH, APRIL = "online_handling", month_named("2026-03"), month_named("2026-04")
KEYS = Keyring({"1": bytes(32)})
NOW = datetime(2026, 4, 20, tzinfo=UTC)
Stored = dict[str, dict[str, Any]]


@pytest.fixture
async def bus(stack: Stack) -> AsyncIterator[Bus]:
    async with bus_without(stack, "figures") as bus:
        yield bus


@pytest.fixture
def live(fed: Fed, bus: Bus) -> Live:
    return replica(fed, bus)


def replica(fed: Fed, bus: Bus, *, now: datetime = NOW) -> Live:
    """Of two definitions, one of each key."""
    definitions = [find(ONLINE), find("on_time.ended")]
    return Live(
        pool=fed.pool,
        reader=fed.reader,
        bus=bus,
        keys=KEYS,
        definitions=definitions,
        now=lambda: now,
    )


async def stored(bus: Bus) -> Stored:
    """What the stream holds, by the end of its subject; a MAC covers each message."""
    state = await bus.state("figures")
    assert state is not None
    found: Stored = {}
    for sequence in range(1, state.last + 1):
        if message := await bus.message("figures", sequence):
            assert Mac("figures", KEYS, COVERED).verifies(*message)
            found[message.subject.removeprefix("motcua.figures.")] = json.loads(message.payload)
    assert len(found) == state.messages
    return found


def counted(messages: Stored, month: str = "2026-03") -> dict[str, str]:
    """The numerators of a month's figures, by unit."""
    end = f".{month}.{ONLINE}"
    return {
        subject.removeprefix("live.").removesuffix(end): each["rate"]["receipt"]["numerator"]
        for subject, each in messages.items()
        if subject.startswith("live.") and subject.endswith(end)
    }


async def accept(fed: Fed, number: int, **options: Any) -> None:
    at, position = options.pop("at", AT), 2 * number - 1
    events = (given.submitted(number, **options), given.accepted(number, **options))
    await fed.apply(
        [given.recorded(position + n, each, at, version=1 + n) for n, each in enumerate(events)]
    )


async def demand_true_checkpoints(fed: Fed, messages: Stored) -> None:
    """A checkpoint is what a consumer finds on the stream, and what the service answers there."""
    for subject, checkpoint in messages.items():
        if not subject.startswith("checkpoint."):
            continue
        month, id_ = month_named(checkpoint["month"]), checkpoint["definition"]
        end = f".{checkpoint['month']}.{id_}"
        lines = {
            f"motcua.figures.{subject}": receipt["digest"]
            for subject, each in messages.items()
            if subject.startswith("live.") and subject.endswith(end)
            if (receipt := each["rate"]["receipt"])["considered"] != "0"
        }
        assert checkpoint["figures"] == str(len(lines))
        assert checkpoint["digest"] == digest(lines)
        positions = {each["stream"]: int(each["position"]) for each in checkpoint["positions"]}
        asked = await answered(fed, Topic(id_, month), Positions(**positions))
        assert asked == lines


async def answered(fed: Fed, topic: Topic, at: Positions) -> dict[str, str]:
    """The same lines from single questions, as known there."""
    period, found = Period(topic.month, next_month(topic.month)), {}
    for unit in ("", given.CITY, given.DISTRICT, given.WARD, given.OTHER):
        question = Question(find(topic.definition), Scope(unit), period, midnight(period.end))
        figure = await fed.reader.figure(question, Requested(*at))
        if figure.considered:
            found[topic.live(unit_token(unit))] = figure.digest
    return found


async def test_a_change_is_told_for_every_scope_that_holds_it_and_ends_with_a_checkpoint(
    fed: Fed, bus: Bus, live: Live
) -> None:
    await accept(fed, 1)
    assert await live.tick() == 4
    messages = await stored(bus)
    assert counted(messages) == dict.fromkeys(("all", "city", "district", "ward"), "1")
    receipt = messages[f"live.district.2026-03.{ONLINE}"]["rate"]["receipt"]
    assert receipt["scope"] == {
        "unit": given.DISTRICT,
        "service": "",
        "alone": False,
        "filters": [],
    }
    assert set(messages) - {f"live.{unit}.2026-03.{ONLINE}" for unit in counted(messages)} == {
        f"checkpoint.2026-03.{ONLINE}"
    }
    await demand_true_checkpoints(fed, messages)


async def test_all_months_of_a_new_definition_are_told_although_nothing_moved(
    fed: Fed, bus: Bus, live: Live
) -> None:
    await accept(fed, 1)
    await accept(fed, 3, unit=given.OTHER, at=AT + timedelta(days=31))
    await live.tick()
    assert await live.tick() == 0
    live.definitions = [*live.definitions, find("online_handling.all")]
    assert await live.tick() == 7
    messages = await stored(bus)
    assert f"live.ward.2026-03.{ONLINE}.all" in messages
    assert f"live.other.2026-04.{ONLINE}.all" in messages
    await demand_true_checkpoints(fed, messages)
    assert await live.tick() == 0


async def test_of_each_figure_the_last_stands_and_what_moved_nothing_is_not_told(
    fed: Fed, bus: Bus, live: Live
) -> None:
    await accept(fed, 1)
    await live.tick()
    assert await live.tick() == 0
    await fed.apply([given.recorded(3, given.returned(1))])
    assert await live.tick() == 0
    await accept(fed, 3, unit=given.OTHER, at=AT + timedelta(days=31))
    await fed.sweep()  # from here on March is counted by cells
    assert await live.tick() == 3
    await accept(fed, 4)
    await accept(fed, 5)
    assert await live.tick() == 4
    messages = await stored(bus)
    assert counted(messages) == dict.fromkeys(("all", "city", "district", "ward"), "3")
    assert counted(messages, "2026-04") == dict.fromkeys(("all", "city", "other"), "1")
    await demand_true_checkpoints(fed, messages)


async def test_an_item_that_leaves_a_month_and_a_unit_that_moves_change_both_sides(
    fed: Fed, bus: Bus, live: Live
) -> None:
    await accept(fed, 1)
    await accept(fed, 2, unit=given.OTHER)
    await live.tick()
    await fed.apply([given.recorded(5, given.accepted(1), AT + timedelta(days=31))])
    await fed.learn(given.moved(WARD, given.OTHER, midnight(APRIL)), given.unit_opened("units/new"))
    assert await live.tick() == 8
    messages = await stored(bus)
    assert counted(messages) == {
        "all": "1",
        "city": "1",
        "district": "0",
        "ward": "0",
        "other": "1",
    }
    assert counted(messages, "2026-04") == dict.fromkeys(("all", "city", "other", "ward"), "1")
    empty = messages[f"live.ward.2026-03.{ONLINE}"]["rate"]
    assert (empty["state"], empty["receipt"]["considered"]) == ("VALUE_STATE_EMPTY", "0")
    await demand_true_checkpoints(fed, messages)
    await fed.learn(given.unit_withdrawn(WARD, fed.versions[WARD]))
    await live.tick()
    messages = await stored(bus)
    assert counted(messages, "2026-04")["district"] == "1"
    assert counted(messages, "2026-04")["other"] == "0"
    await demand_true_checkpoints(fed, messages)


async def test_a_lost_stream_is_made_anew_and_a_restart_or_a_faster_replica_loses_nothing(
    fed: Fed, bus: Bus, live: Live
) -> None:
    await accept(fed, 1)
    await live.tick()
    whole = await stored(bus)
    await bus.delete_stream("figures")
    assert await live.tick() == 4
    assert (await stored(bus)).keys() == whole.keys()
    other = replica(fed, bus)
    await accept(fed, 2)
    assert await other.tick() == 4
    assert await live.tick() == 4  # it sees that another one told, and tells all again
    live.sequence = 1
    await accept(fed, 3)
    with pytest.raises(Refused):
        await live._publish(*await pending(live))
    await live.tick()
    messages = await stored(bus)
    assert counted(messages)["ward"] == "3"
    await demand_true_checkpoints(fed, messages)


async def test_a_figure_that_lost_its_last_item_while_nobody_told_is_told_after_a_restart(
    fed: Fed, bus: Bus, live: Live
) -> None:
    await accept(fed, 1)
    await accept(fed, 2, unit=given.OTHER)
    await live.tick()
    await fed.apply([given.recorded(5, given.accepted(1), AT + timedelta(days=31))])
    assert await replica(fed, bus).tick() == 9
    messages = await stored(bus)
    expected = {"all": "1", "city": "1", "district": "0", "ward": "0", "other": "1"}
    assert counted(messages) == expected
    await demand_true_checkpoints(fed, messages)


async def pending(live: Live) -> tuple[Any, ...]:
    """The next month to tell."""
    positions = await live.reader.current_positions(Scope())
    assert live.shown is not None
    [moved] = await moved_since(live.pool, live.upto, positions, live.shown, live.definitions)
    return moved, positions, ""


async def test_a_month_leaves_some_months_after_its_end(fed: Fed, bus: Bus, live: Live) -> None:
    await accept(fed, 1)
    await accept(fed, 2, at=AT + timedelta(days=31))
    await accept(fed, 3, at=AT + timedelta(days=61))  # in May, which has not begun
    await live.tick()
    assert not counted(await stored(bus), "2026-05")
    later = replica(fed, bus, now=datetime(2026, 7, 1, tzinfo=UTC))
    await later.tick()
    messages = await stored(bus)
    assert {subject.split(".")[-2] for subject in messages} == {"2026-04", "2026-05"}
    assert counted(messages, "2026-05")["ward"] == "1"


def test_the_window_and_the_digest_of_a_checkpoint() -> None:
    assert window(NOW, 3) == Period(month_named("2026-01"), month_named("2026-05"))
    assert window(datetime(2026, 4, 30, 17, tzinfo=UTC), 0) == Period(
        month_named("2026-05"), month_named("2026-06")
    )
    assert digest({"b": "1", "a": "2"}) == digest({"a": "2", "b": "1"}) != digest({"a": "2"})
    assert [unit_token(f"units/{each}") for each in ("000.00.H26", "phường-1", "all")] == [
        "000%2E00%2EH26", "ph%C6%B0%E1%BB%9Dng-1", "%61ll",
    ]  # fmt: skip
    assert unit_token("") == "all"
