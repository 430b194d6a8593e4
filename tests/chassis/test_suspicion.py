"""When damage of a replicated stream is believed, and when an election may explain it.

Must not need a cluster: what JetStream says of a stream is all that counts.
"""

from __future__ import annotations

import pytest

from services.chassis.bus import Bus, Placement, State, Unreachable
from services.chassis.replicas import is_settled
from services.chassis.suspicion import Suspicion
from tests.waiting import until

AFTER = 0.2


class Cluster(Bus):
    """Says of its stream what a test wants."""

    def __init__(self, replicas: int = 3) -> None:
        self.placement = Placement(replicas)
        self.says: State | None = State(1, 9, 9, 900, leader="a")

    async def state(self, name: str) -> State | None:
        return self.says


def suspicion(bus: Bus) -> Suspicion:
    return Suspicion(bus, "catalog", believed_after=AFTER)


async def test_damage_of_a_stream_on_one_server_is_believed_at_once() -> None:
    assert await suspicion(Cluster(1)).is_proved()


async def test_damage_is_believed_once_it_was_read_for_long_from_one_leader() -> None:
    damage = suspicion(Cluster())
    assert not await damage.is_proved()
    await until(damage.is_proved)


async def test_another_leader_has_to_be_asked_as_long() -> None:
    cluster = Cluster()
    damage = suspicion(cluster)
    await until(damage.is_proved)
    cluster.says = State(1, 9, 9, 900, leader="b")
    assert not await damage.is_proved()
    await until(damage.is_proved)


async def test_a_batch_that_was_taken_clears_it() -> None:
    damage = suspicion(Cluster())
    await until(damage.is_proved)
    damage.cleared()
    assert not await damage.is_proved()


async def test_nothing_is_proved_while_most_replicas_are_behind() -> None:
    cluster = Cluster()
    damage = suspicion(cluster)
    await until(damage.is_proved)
    cluster.says = State(1, 9, 9, 900, leader="a", settled=False)
    with pytest.raises(Unreachable):
        await damage.is_proved()
    cluster.says = State(1, 9, 9, 900, leader="a")
    assert not await damage.is_proved()


async def test_a_stream_that_nobody_knows_of_proves_nothing() -> None:
    cluster = Cluster()
    cluster.says = None
    assert not await suspicion(cluster).is_proved()


def answer(*replicas: tuple[bool, bool, float], leader: str = "one") -> dict[str, object]:
    """As JetStream tells of a stream: whether each is current, and offline, and heard of when."""
    told = [
        {"current": current, "offline": offline, "active": int(seconds * 1e9)}
        for current, offline, seconds in replicas
    ]
    return {"cluster": {"replicas": told, **({"leader": leader} if leader else {})}}


@pytest.mark.parametrize(
    ("said", "settled"),
    [
        ({}, True),  # a single server
        (answer((True, False, 0.5), (True, False, 0.5)), True),
        (answer((True, False, 0.5), (False, True, 60.0)), True),
        (answer((False, False, 0.5), (False, False, 0.5)), False),
        (answer((True, False, 9.0), (True, False, 9.0)), False),  # cut off from both
        (answer(leader=""), False),  # and then no leader any more
    ],
)
def test_who_is_cut_off_is_not_relied_on(said: dict[str, object], settled: bool) -> None:
    assert is_settled(said) is settled
