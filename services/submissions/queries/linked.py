"""Which dossiers are linked to which root, as this service's own log tells it.

Answers with all that the log held when it was asked.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from services.chassis.database import Pool, statements
from services.submissions.domain.dossier.listed import id_of
from services.submissions.queries.catalogue import SQL
from services.submissions.queries.own_log import OwnLog


class Links(NamedTuple):
    """The roots of linked dossiers, and the dossiers that are the root of others; by name."""

    roots: Mapping[str, str]
    leading: frozenset[str]


class Linked:
    """What the table of linked dossiers holds."""

    def __init__(self, pool: Pool, own_log: OwnLog) -> None:
        self._pool = pool
        self._own_log = own_log

    async def links(self, dossiers: Collection[str], roots: Collection[str]) -> Links:
        """To what these dossiers are linked, and which of these roots others are linked to."""
        if not dossiers and not roots:
            return Links({}, frozenset())
        await self._own_log.must_be_caught_up()
        ids = [id_of(each) for each in dossiers], [id_of(each) for each in roots]
        rows = await self._pool.fetch(statements(SQL)["links"], *ids)
        found = {row["dossier"]: row["root"] for row in rows}
        return Links(found, frozenset(found.values()).intersection(roots))

    async def roots_from(self, name: str) -> Mapping[str, str]:
        """To what a dossier is linked, and what that is linked to, as far as it goes and the log
        was read: this is asked by a timer, whose row the reader may wait for.
        """
        rows = await self._pool.fetch(statements(SQL)["roots_from"], id_of(name))
        return {row["dossier"]: row["root"] for row in rows}

    async def leads(self, name: str) -> bool:
        """Whether other dossiers are linked to this one."""
        return name in (await self.links((), [name])).leading
