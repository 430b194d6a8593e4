"""Removing what belongs to nothing: uploads that nobody finished, and objects of files that are
gone.

A file goes with its row, and the row with the key of its dossier: with an erasure, too. What its
trigger noted is removed at once; a look through the whole store finds what a crash left.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from services.chassis import telemetry
from services.chassis.blobs import TAG, Blobs
from services.chassis.database import is_lost
from services.submissions.api.context import Context
from services.submissions.queries.attachments import Attachments

EVERY = 30.0  # seconds between two looks at what is noted
THROUGH = timedelta(hours=24)  # between two looks through the store
AGE = timedelta(hours=24)  # of an object that nobody can still be about to name


class Store(NamedTuple):
    """The files that there are, and the objects."""

    attachments: Attachments
    blobs: Blobs


@dataclass(slots=True)
class Sweeper:
    """Removes in the background."""

    context: Context
    every: float = EVERY

    async def run(self) -> None:
        """Until cancelled."""
        through = self.context.clock()
        while True:
            try:
                await sweep(self.context)
                if (now := self.context.clock()) >= through:
                    await sweep_through(self.context, before=now - AGE)
                    through = now + THROUGH
            except Exception as error:
                if not is_lost(error):
                    raise
            with suppress(TimeoutError):
                async with asyncio.timeout(self.every):
                    await self.context.files.discarded.wait()
            self.context.files.discarded.clear()


async def sweep(context: Context) -> None:
    """Give up uploads that nobody waits for, and remove the objects of files that are gone."""
    await context.attachments.give_up_unfinished(context.clock())
    while ids := await context.attachments.discarded():
        for each in ids:
            await discard(context, each)


async def discard(context: Context, id_: UUID) -> None:
    """Remove the objects of a file that is gone. One that was announced again since has objects of
    its own; what is left of the old ones goes with the look through the whole store.
    """
    async for page in context.blobs.listed(str(id_)):  # listed first: none is newer than the row
        if await context.attachments.tags([id_]):
            break
        await context.blobs.delete(path for path, _ in page)
    await context.attachments.forget_discarded(id_)


async def sweep_through(store: Store | Context, *, before: datetime) -> None:
    """Remove every object put before an instant that no file has: a call that was killed between
    putting a chunk and keeping it left it.
    """
    count = 0
    async for page in store.blobs.listed():
        old = [path for path, at in page if at < before]
        kept = await store.attachments.tags(list(filter(None, map(_file_of, old))))
        orphans = [path for path in old if _is_orphan(path, kept)]
        await store.blobs.delete(orphans)
        count += len(orphans)
    await asyncio.to_thread(store.blobs.forget_unfinished, before)
    if count:
        telemetry.log().info("attachments.swept", objects=count)


def _file_of(path: str) -> UUID | None:
    """The file of an object; None: nothing of ours."""
    with suppress(ValueError):
        return UUID(path.partition("/")[0])
    return None


def _is_orphan(path: str, kept: dict[UUID, bytes]) -> bool:
    id_, (number, _, tag) = _file_of(path), path.rpartition("/")[2].partition("-")
    if id_ is None or not number.isdecimal():
        return False
    place = int(number) * TAG
    return kept.get(id_, b"")[place : place + TAG].hex() != tag
