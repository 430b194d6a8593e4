"""Figures that members published, as a nation's figure is made of them.

Promises that what is read at a position of a stream is the same for ever, that it takes no longer
where a member published a question many times, and that others get their turn meanwhile: anybody
may ask for all figures of a nation.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from google.protobuf import json_format

from motcua.metrics.v1.federation_events_pb2 import FigureReleased
from services.chassis.database import Pool, statements
from services.metrics.domain.federation.keys import wanted
from services.metrics.domain.federation.national import Known, Question, Released
from services.metrics.queries.contents import AT_ONCE, Contents
from services.metrics.queries.members import Register
from services.metrics.settings import SQL


class Releases:
    """All reads."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._contents: Contents[FigureReleased] = Contents()

    async def positions(self) -> dict[str, int]:
        """How far the stream of each member is read, by name."""
        rows = await self._pool.fetch(statements(SQL)["member_streams"])
        return {row["member"]: row["sequence"] for row in rows}

    async def known(
        self, register: Register, upto: Mapping[str, int], questions: Sequence[Question]
    ) -> list[list[Known]]:
        """For each question, which have period and service in common: each member with what it
        published of that up to a message of its stream, as far as the answer depends on it.
        """
        found = await self._by_keys(register, upto, questions)
        return [
            [
                Known(member, upto.get(name, 0), found.get((of.definition.id, name), ()))
                for name, member in register.members.items()
            ]
            for of in questions
        ]

    async def _by_keys(
        self, register: Register, upto: Mapping[str, int], questions: Sequence[Question]
    ) -> Mapping[tuple[str, str], Sequence[Released]]:
        """The newest of any figure, of those by the same text, and of those as of then."""
        definitions = {key: each.definition.id for each in questions for key in wanted(each)}
        members = list(register.members)
        rows = await self._pool.fetch(
            statements(SQL)["released_by_keys"],
            members,
            [upto.get(each, 0) for each in members],
            list(definitions),
        )
        return await self._grouped((definitions[key], *row) for key, *row in rows)

    async def _grouped(
        self, rows: Iterable[Sequence[Any]]
    ) -> Mapping[tuple[str, str], Sequence[Released]]:
        """By definition and member, each message once."""
        found: dict[tuple[str, str], dict[int, Released]] = defaultdict(dict)
        for n, (definition, member, sequence, leaf, payload) in enumerate(rows, 1):
            of = found[definition, member]
            if sequence not in of:
                event = self._contents.of(leaf, len(payload), partial(released, payload))
                of[sequence] = Released(sequence, leaf.hex(), event)
            if not n % AT_ONCE:
                await asyncio.sleep(0)
        return {key: tuple(of.values()) for key, of in found.items()}


def released(payload: bytes) -> FigureReleased:
    """A message's content, as it was checked when it was read."""
    return json_format.Parse(payload, FigureReleased(), ignore_unknown_fields=True)
