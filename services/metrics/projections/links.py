"""What is stated of the roots of dossiers, and dossiers that were named before they began.

Another system's record names its root, and a petition its dossier, by a key whose record may come
later. The first event of a dossier needs no load unless it is awaited so.
"""

from collections.abc import Collection, Mapping

from services.chassis.database import Connection, statements
from services.metrics.domain.acts import Roots
from services.metrics.domain.facts import ALONE
from services.metrics.domain.versions import Version
from services.metrics.projections.batch import columns
from services.metrics.settings import SQL


async def awaited(connection: Connection) -> set[str]:
    """All dossiers that are named and have not begun."""
    return {row["dossier"] for row in await connection.fetch(statements(SQL)["awaited_load"])}


async def roots(
    connection: Connection, known: Mapping[str, Version], named: Collection[str]
) -> Roots:
    """Of the acts of these dossiers, and of all that are known to be part of one."""
    linked = {*named, *(each for each, of in known.items() if of.facts.act != ALONE)}
    if not linked:
        return Roots()
    rows = await connection.fetch(statements(SQL)["links_load"], list(linked))
    return Roots(((row["dossier"], row["root"]) for row in rows), linked)


async def write(
    connection: Connection, found: Roots, *, awaits: Collection[str], begun: Collection[str]
) -> None:
    """What changed."""
    sql = statements(SQL)
    if found.changed:
        await connection.execute(sql["links_forget"], list(found.changed))
        kept = [(dossier, root) for dossier, root in found.changed.items() if root]
        if kept:
            await connection.execute(sql["links_write"], *columns(kept))
    if awaits:
        await connection.execute(sql["awaited_write"], list(awaits))
    if begun:
        await connection.execute(sql["awaited_forget"], list(begun))
