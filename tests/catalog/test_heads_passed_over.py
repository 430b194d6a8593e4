"""A signed head of the log's tree is no fact of the catalogue: tables and the feed pass over it.

Promises the event as the chassis appends it, in a log between two commands.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from motcua.catalog.v1.events_pb2 import TreeHeadSigned
from services.catalog.api.feed import answered
from services.catalog.projections import Catalogue
from services.catalog.queries import Tree
from services.chassis.log import Recorded

NOW = datetime(2026, 11, 29, tzinfo=UTC)
KIND = TreeHeadSigned.DESCRIPTOR.full_name
HEAD = Recorded(7, "logs/catalog", 1, uuid4(), uuid4(), 0, b"", KIND, "", NOW, NOW, "", "", b"")


class Whole:
    """A pool that says of the one command that it ends at the head."""

    async def fetchval(self, _query: str, _command: object) -> int:
        return HEAD.position


async def test_a_head_is_passed_over() -> None:
    prepared = await Catalogue(Whole(), Tree()).prepare([HEAD])
    assert (prepared.rows, prepared.closed, prepared.unit_facts) == ([], [], [])
    assert prepared.position == HEAD.position
    told = answered(HEAD, with_reason=True)
    assert (told.position, told.HasField("change")) == (HEAD.position, False)
