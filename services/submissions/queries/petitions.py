"""Lists of petitions from the row that each has, and what is disclosed of them.

Promises that a text is kept with the fact that discloses it, both or neither.

A page reads of each unit and status no more than a page, whatever the size of the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from motcua.submissions.v1 import petitions_pb2 as api
from services.chassis.database import Connection, Pool, statements
from services.chassis.log import Append, Log, Outcome
from services.submissions.domain.rows import LONG_AGO, NEVER
from services.submissions.queries.appending import append_with
from services.submissions.queries.catalogue import SQL

STATUSES = tuple(range(1, 9))
_FIRST, _LAST = UUID(int=0), UUID(int=2**128 - 1)


class After(NamedTuple):
    """The last petition of a page, and the microseconds by which it was ordered."""

    key: int
    petition: UUID


class Publication(NamedTuple):
    """What is disclosed: the kind of the petition, the unit that answered, when (microseconds since
    1970), and the text.
    """

    id: UUID
    kind: int
    unit: str
    published: int
    paragraphs: Sequence[str]


class Text(NamedTuple):
    """What is to be disclosed of a petition."""

    publication: UUID
    petition: UUID
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which petitions are listed, in which order; None: any."""

    units: Sequence[str] = ()
    statuses: Sequence[int] = STATUSES
    term_from: int | None = None
    term_before: int | None = None
    kinds: Sequence[int] | None = None
    portal: str | None = None
    assignee: str | None = None
    dossier: str | None = None
    petitions: Sequence[UUID] | None = None
    by_reception: bool = False

    @property
    def statement(self) -> str:
        """By term, or by reception."""
        return f"petitions_by_{'reception' if self.by_reception else 'term'}"

    @property
    def beginning(self) -> After:
        """Before the first one."""
        return After(NEVER, _LAST) if self.by_reception else After(LONG_AGO, _FIRST)

    def arguments(self, after: After, most: int) -> tuple[Any, ...]:
        """Of the statement."""
        return (
            self.units, self.statuses, *after, self.term_from, self.term_before, self.kinds,
            self.portal, self.assignee, self.dossier, self.petitions, most,
        )  # fmt: skip


class PetitionRows:
    """Reads the rows, as far as this service's own log was read into them; and keeps what is
    disclosed.
    """

    def __init__(self, pool: Pool, log: Log) -> None:
        self._pool, self._log = pool, log

    async def page(
        self, wanted: Wanted, after: After | None, size: int
    ) -> tuple[list[api.Petition], After | None]:
        """At most `size` petitions, and after what to go on; None: at the end."""
        arguments = wanted.arguments(after or wanted.beginning, size + 1)
        rows = await self._pool.fetch(statements(SQL)[wanted.statement], *arguments)
        shown = [api.Petition.FromString(row["content"]) for row in rows[:size]]
        more = rows[size - 1] if len(rows) > size else None
        return shown, After(more["key"], more["petition"]) if more else None

    async def of_number(self, number: str) -> str | None:
        """The petition that a number names; None: nobody has it."""
        found: str | None = await self._pool.fetchval(statements(SQL)["petition_of_number"], number)
        return found

    async def disclose(self, text: Text, append: Append) -> Outcome:
        """Keep a text and append the fact that discloses it, both or neither."""

        async def write(connection: Connection) -> bool:
            await connection.execute(statements(SQL)["write_publication"], *text)
            return True

        outcome = await append_with(self._log, append, write)
        assert outcome is not None  # noqa: S101 — it was written
        return outcome

    async def publication(self, publication: UUID) -> Publication | None:
        """What is disclosed under an id; None: nothing, or nothing any more."""
        row = await self._pool.fetchrow(statements(SQL)["publication"], publication)
        return Publication(*row) if row else None

    async def publications(
        self, units: Sequence[str], before: After | None, size: int
    ) -> list[Publication]:
        """What these units disclosed, the latest first."""
        place = before or After(NEVER, _LAST)
        rows = await self._pool.fetch(statements(SQL)["publications_before"], units, *place, size)
        return [Publication(*row) for row in rows]
