"""What metrics would publish, for tests of those who read it.

Promises the envelope of the chassis, and a stream that is empty at first. Not a test itself.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from deploy.embedded.stack import Stack
from services.chassis.bus import Bus
from services.chassis.envelope import message
from services.chassis.keys import Keyring
from services.chassis.log import Recorded
from services.chassis.mac import Mac
from tests.waiting import until

MAC = Mac("metrics", Keyring({"1": b"a key of the tests"}))
AT = datetime(2026, 1, 2, tzinfo=UTC)
RECEIPT = {
    "figure": "figures/f",
    "publication": "publications/p",
    "rate": {
        "percent": "75.0",
        "receipt": {
            "definition": "on_time.ended",
            "scope": {"unit": ""},
            "period": {"start": {"year": 2026, "month": 3, "day": 1}},
            "numerator": "3",
            "denominator": "4",
        },
    },
}


def figure(position: int, *, generation: int = 0, **changes: Any) -> Recorded:
    """An event of metrics; another generation has other ids."""
    event_id = UUID(int=generation * 10**6 + position)
    of = f"figures/{UUID(int=position)}"
    fields = {
        "position": position,
        "stream": of,
        "version": 1,
        "event_id": event_id,
        "command_id": event_id,
        "n": 0,
        "fingerprint": b"",
        "type": "motcua.metrics.v1.FigurePublished",
        "subject": "motcua.metrics.FigurePublished.all.on_time.ended",
        "occurred_at": AT,
        "recorded_at": AT,
        "actor": "metrics",
        "traceparent": "",
        "payload": json.dumps(RECEIPT).encode(),
    }
    return Recorded(**{**fields, **changes})


async def publish(owner: Bus, *events: Recorded) -> None:
    """As the relay would, each stream from its beginning: again where a server that is busy still
    knows the ids of a stream that was deleted just now.
    """
    messages = [message(event, mac=MAC) for event in events]
    for start in range(0, len(messages), 1000):
        batch, after = messages[start : start + 1000], events[start].position - 1
        await until(partial(owner.publish_batch, batch, after=after))


@asynccontextmanager
async def metrics_stream(stack: Stack) -> AsyncIterator[Bus]:
    """Metrics' connection, with an empty stream."""
    bus = await Bus.connect(stack.nats_url("metrics"))
    await bus.delete_stream("metrics")
    await bus.ensure_stream("metrics")
    yield bus
    await bus.delete_stream("metrics")
    await bus.close()
