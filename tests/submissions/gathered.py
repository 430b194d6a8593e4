"""A crowd of dossiers with the oracle's reading of its log, and how it is asked about.

Promises questions drawn by hypothesis and answers of the running service. Must not assert.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, NamedTuple

from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.submissions.v1.submissions_pb2 import Dossier
from tests.submissions.crowd import Crowd
from tests.submissions.house import House
from tests.submissions.log_oracle import Event, Seen, by_dossier, events_of, seen

CROWDS = int(os.environ.get("MOTCUA_CROWDS", "1"))  # of each module that asks about some
CHECKS = [HealthCheck.too_slow]
Wait = Callable[[Coroutine[Any, Any, Any]], Any]


class Gathered(NamedTuple):
    """A crowd, and its dossiers as the log makes them."""

    crowd: Crowd
    events: dict[str, list[Event]]
    dossiers: list[Seen]
    positions: dict[str, int]  # of the last event of each


async def gathered_in(house: House, seed: int) -> Gathered:
    """A crowd, and what the log says of it."""
    crowd = await Crowd(house, seed=seed).gathered(dossiers=12, steps=7)
    events = by_dossier(await events_of(house.database.dsn))
    own = {name: events[name] for name in crowd.names}
    last = {name: each[-1].position for name, each in own.items()}
    return Gathered(crowd, own, [seen(each) for each in own.values()], last)


async def drawn(check: Callable[[Any, Wait], None], examples: int) -> None:
    """Hypothesis asks in a thread of its own, and waits there for answers of this one."""
    loop = asyncio.get_running_loop()

    def wait(call: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(call, loop).result(120)

    def body(data: Any) -> None:
        check(data, wait)

    limits = settings(max_examples=examples, deadline=None, suppress_health_check=CHECKS)
    await asyncio.to_thread(limits(given(st.data())(body)))


def at(stamp: Timestamp) -> datetime:
    return stamp.ToDatetime(tzinfo=UTC)


def due_of(dossier: Seen) -> datetime | None:
    return at(dossier.due.time) if dossier.due is not None else None


def shown(dossier: Dossier) -> tuple[Any, ...]:
    """What the oracle knows, too."""
    accepted, due = dossier.HasField("accept_time"), dossier.HasField("due")
    return (
        dossier.name, dossier.status, dossier.handling_unit or dossier.receiving_unit,
        dossier.receiving_unit, dossier.assignee, dossier.portal, dossier.channel, dossier.voided,
        accepted, at(dossier.due.time) if due else None, dossier.offering.unit,
    )  # fmt: skip


def expected(dossier: Seen) -> tuple[Any, ...]:
    return (
        dossier.name, dossier.status, dossier.unit, dossier.receiving, dossier.assignee,
        dossier.portal, dossier.channel, dossier.voided, dossier.accepted, due_of(dossier),
        dossier.competent,
    )  # fmt: skip
