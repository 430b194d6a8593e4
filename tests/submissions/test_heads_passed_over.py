"""A signed head of the log's own tree is no fact of the service: its projection passes over it.

Promises the event as the chassis appends it. Must not need NATS.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from motcua.submissions.v1.events_pb2 import TreeHeadSigned
from services.chassis.log import Recorded
from services.submissions import projections

NOW = datetime(2026, 11, 29, tzinfo=UTC)


async def test_a_head_is_passed_over() -> None:
    kind = TreeHeadSigned.DESCRIPTOR.full_name
    head = Recorded(
        7, "logs/submissions", 1, uuid4(), uuid4(), 0, b"", kind, "", NOW, NOW, "", "", b""
    )
    work = await projections.prepare([head])
    assert await work.dossiers.after(None) == {}  # type: ignore[arg-type]
