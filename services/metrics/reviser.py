"""Published figures that have other numbers by now: FigureRevised events in the own log.

Promises that every difference that lasts is told, once, in the rhythm of `domain/revisions.py`.
What one says is read at one pair of positions, and the log refuses a second event in its place.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.chassis import telemetry
from services.chassis.database import Pool, statements
from services.chassis.errors import Refusal
from services.chassis.ids import derived
from services.chassis.log import Append, Log, Status
from services.metrics.domain.dimensions import Filter
from services.metrics.domain.expressions.nodes import facts_in
from services.metrics.domain.figures import Positions, Question, Scope
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.domain.periods import Period
from services.metrics.domain.publications import Published, revise, same_numbers
from services.metrics.domain.receipts import rate
from services.metrics.domain.revisions import Rhythm, Stale, is_due
from services.metrics.domain.versions import ACCEPTED, ENDED
from services.metrics.queries.classified import classified, kept
from services.metrics.queries.figure_events import folded, new_event
from services.metrics.queries.figure_names import FIGURES
from services.metrics.queries.moved import Change, Movements, positions_of
from services.metrics.queries.positions import Requested
from services.metrics.queries.publications import Publications
from services.metrics.queries.reader import Reader, utc_now
from services.metrics.repeating import repeat
from services.metrics.settings import SQL

AT_AN_INSTANT = frozenset({"dossier_at", "dossier_held"})  # kinds of items
SHARE = 5  # it rests this many times as long as it worked


@dataclass(slots=True, kw_only=True)
class Reviser:
    """Run it for as long as the process lives."""

    pool: Pool
    log: Log
    reader: Reader
    rhythm: Rhythm
    caught_up: Callable[[], bool]  # whether both streams are read to their ends
    leads: Callable[[], bool] = lambda: True  # one replica is enough
    now: Callable[[], datetime] = utc_now
    every: float = 1.0  # seconds between two looks

    async def run(self) -> None:
        """Check, rest, and again, until cancelled."""
        await repeat("reviser", self.check, leads=self.leads, every=self.every, share=SHARE)

    async def check(self) -> int:
        """Revise the figures that are due; how many revisions were published."""
        await self.mark()
        revised = 0
        for row in await self.pool.fetch(statements(SQL)["stale_figures"]):
            stale = Stale(row["told_at"], row["stale_since"], row["moved_at"])
            due = is_due(stale, now=self.now(), caught_up=self.caught_up(), rhythm=self.rhythm)
            if due and await self._settle(row):
                revised += 1
        return revised

    async def mark(self) -> int:
        """Note which published figures are to be looked at, where anything moved; how many."""
        revised = Positions(*await self.pool.fetchrow(statements(SQL)["revised"]))
        if revised == await self.reader.current_positions(Scope()):
            return 0
        definitions = self.reader.definitions
        sql, (names, keys) = statements(SQL), zip(*keyed(definitions), strict=True)
        others = [each.name for each in not_kept(definitions)]
        at_instants = [each.name for each in definitions if each.kind.name in AT_AN_INSTANT]
        async with self.pool.acquire() as connection, connection.transaction():
            since = await connection.fetchrow(sql["revised_lock"])
            return int(
                await connection.fetchval(
                    sql["figures_mark"], *since, self.now(), names, keys, others, at_instants
                )
            )

    async def _settle(self, row: Any) -> bool:
        """Check one figure; whether a revision was published."""
        name = f"{FIGURES}{row['figure']}"
        try:
            wanted = question(row, self.reader.definitions)
            positions = await self.reader.current_positions(wanted.scope)
            if await self._is_planned(wanted, positions):
                await self.pool.execute(statements(SQL)["figure_last"], row["figure"], self.now())
                return False
            was_revised = await self._revise(name, wanted, positions)
        except Refusal as refusal:  # such as of a definition that was not adopted
            telemetry.log().warning("reviser.refused", figure=name, why=refusal.reason.code)
            await self.pool.execute(statements(SQL)["figure_last"], row["figure"], self.now())
            return False
        if was_revised is not None:
            await self.pool.execute(statements(SQL)["figure_fresh"], row["figure"], row["moved_at"])
        return bool(was_revised)

    async def _is_planned(self, wanted: Question, positions: Positions) -> bool:
        """Whether a figure would hold units that are only planned to be in its scope: then it is
        not revised before they are there, since its readers are not asked whose units they are.
        """
        scope, now = wanted.scope, self.now()
        if scope.units_at:
            there = scope._replace(units_at=min(scope.units_at, now))
            known = await self.reader.units_read(there, positions)
            return not await self.reader.units_read(scope, positions) <= known
        plans, catalog = self.reader.plans, positions.catalog
        if plans.are_ruled_out(scope, wanted.as_of, catalog, now):
            return False
        entering = await plans.entering(scope.unit, wanted.as_of, catalog, now)
        return any(each.at_end for each in entering)

    async def _revise(self, name: str, question: Question, positions: Positions) -> bool | None:
        """Publish a revision if numbers moved; None: another replica was faster, check again."""
        publications = Publications(self.pool)
        figure = folded(await publications.history(name))
        now = rate(await self.reader.figure(question, Requested(*positions)))
        if same_numbers(figure.latest, now):
            return False
        assert figure.published_at is not None  # noqa: S101 — it was published, so that it is here
        then = positions_of(figure.latest.receipt)
        change = Change(question, then, positions, figure.published_at)
        moved = await Movements(self.pool, self.reader).counted(change)
        event = revise(figure, now, figure=name, moved=moved)
        return await self._append(figure, event) if event else False

    async def _append(self, figure: Published, event: Any) -> bool | None:
        """One event in the figure's stream, after all that it was decided on."""
        added = new_event(event, version=figure.version + 1, at=self.now())
        command = derived("revision", event.publication, str(event.number))
        fingerprint = hashlib.sha256(added.payload).digest()
        cause = telemetry.unsampled()
        outcome = await self.log.append(Append(command, fingerprint, "metrics", cause, (added,)))
        return True if outcome.status is Status.APPENDED else None


def keyed(definitions: Definitions) -> list[tuple[str, int]]:
    """Definitions by name, and each key by whose months their figures move."""
    pairs = [(each.name, classified(each).key.number) for each in kept(definitions)]
    for each in not_kept(definitions):
        if reads_dossiers(each):
            pairs += [(each.name, ACCEPTED), (each.name, ENDED)]
    return pairs


def not_kept(definitions: Definitions) -> list[Definition]:
    """Those whose items are no rows of a table: the catalogue moves their figures, too."""
    return [each for each in definitions if each not in kept(definitions)]


def reads_dossiers(definition: Definition) -> bool:
    """Whether dossiers move its figures, although its items are others."""
    return "online_dossiers" in {fact.name for fact in facts_in(definition.counted)}


def question(row: Any, definitions: Definitions) -> Question:
    """What a published figure answers. Raises Refusal where its definition was not adopted."""
    id_, _, version = row["definition"].partition("@")
    stated = json.loads(row["filters"])
    filters = tuple(Filter(on, tuple(values)) for on, values in sorted(stated.items()))
    return Question(
        definitions.find(id_, int(version)),
        Scope(row["unit"], row["service"], row["alone"], filters, row["units_at"]),
        Period(row["start_date"], row["end_date"]),
        row["as_of"],
    )
