"""Acceptances whose recorded level is not what the catalogue is known to say at a position.

Promises pages in one order, each acceptance at most once, and bounded work for each page. Must not
change a dossier, nor have rules of levels of its own: the domain's answer about an instant counts.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.chassis.database import Pool, statements
from services.submissions.queries.catalogue import SQL, Catalogue, OfferingCopy

CHUNK = 5000  # acceptances looked at together
CHUNKS = 20  # in one page, so that a page ends where nothing differs


class After(NamedTuple):
    """The last acceptance that was looked at."""

    unit: str
    dossier: UUID


class Listing(NamedTuple):
    """What all pages of a list share: the units as of an instant, the catalogue as known at a
    position.
    """

    as_of: datetime
    as_known: int


BEGINNING = After("", UUID(int=0))


class Difference(NamedTuple):
    """One acceptance, with both levels (None: unknown) and where the catalogue stood for each."""

    dossier: str
    offering: str
    accepted_at: datetime
    recorded_level: int | None
    known_level: int | None
    recorded_position: int
    known_position: int


class Differences:
    """Compares what acceptances fixed with the service's own copy of the catalogue."""

    def __init__(self, pool: Pool, catalogue: Catalogue) -> None:
        self._pool = pool
        self._catalogue = catalogue

    async def page(
        self, units: Sequence[str], after: After, size: int, as_known: int
    ) -> tuple[list[Difference], After | None]:
        """At most `size` differences of these units, and after what to go on; None: at the end."""
        found: list[Difference] = []
        for _ in range(CHUNKS):
            rows = await self._acceptances(units, after, as_known)
            touched = [row for row in rows if row["touched"]]
            names = sorted({row["offering"] for row in touched})
            known = await self._catalogue.offerings(names, as_known)
            for row in touched:
                found += differing(row, known)
                if len(found) == size:
                    return found, key_of(row)
            if len(rows) < CHUNK:
                return found, None
            after = key_of(rows[-1])
        return found, after

    async def _acceptances(
        self, units: Sequence[str], after: After, as_known: int
    ) -> Sequence[Mapping[str, Any]]:
        rows: Sequence[Mapping[str, Any]] = await self._pool.fetch(
            statements(SQL)["acceptances_after"], units, *after, CHUNK, as_known
        )
        return rows


def key_of(row: Mapping[str, Any]) -> After:
    """Where a page can go on after this acceptance."""
    return After(row["unit"], row["dossier"])


def differing(row: Mapping[str, Any], known: Mapping[str, OfferingCopy]) -> Iterator[Difference]:
    """The difference of one acceptance, if it has one."""
    offering, position = known[row["offering"]]
    level = offering.level(row["accepted_at"])
    if level != row["level"]:
        yield Difference(
            dossier=f"dossiers/{row['dossier']}",
            offering=row["offering"],
            accepted_at=row["accepted_at"],
            recorded_level=row["level"],
            known_level=level,
            recorded_position=row["catalog_position"],
            known_position=position,
        )
