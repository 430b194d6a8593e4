"""A country's figures: millions of dossiers at 3,321 units, single rates, league tables, as known.

Promises rows as the projector writes them: a part comes through the real path, all others are
copies of it with another id and unit. Each question is judged by CPU time, which a busy machine
distorts least, and in turn with the health Check. Must not ask what is remembered unless it says
so.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg

from bench import copies, cpu, memory, single, size
from bench.catalogue import row, send, unit_row
from bench.progress import Progress, say, waited
from bench.rate import GROUPED
from bench.world import World
from motcua.metrics.v1 import metrics_pb2
from motcua.metrics.v1.definitions_pb2 import AdoptDefinitionRequest, GetDefinitionRequest
from motcua.metrics.v1.leagues_pb2 import LeagueOf, ListLeagueLinesRequest
from motcua.metrics.v1.metrics_pb2 import Breakdown
from services.chassis.database import open_pool, statements
from services.console.outcome import Unavailable
from services.console.portal.operation import ended
from services.metrics.adopted import Adopted
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.sweeper import Sweeper

Lines = list[tuple[str, str]]
Ask = Callable[[], Awaitable[Any]]
MONTH = (date(2024, 2, 1), date(2024, 3, 1))
UNIT = "units/big-1"
DEFINITION = "online_handling"
CALLS = 20  # of one question that has much to make first
AFTER = int(datetime(2027, 1, 1, tzinfo=UTC).timestamp())  # as_of never cuts a period


async def lines(world: World) -> Lines:
    """Make the country and ask about it."""
    units = [row(n, unit=unit_row(n)) for n in range(size.SIZE.country_units)]
    say(f"{len(units):,} units")
    await send(world, units)
    position = await memory.fill(world, dossiers=size.SIZE.copied, start=10_000_000)
    rebuilt = await rebuilding(world, position)
    made = await copies.made(world)
    async with copies.owner(world) as connection:
        built = await cells(world, connection)
        added = await adopted(world)
        asked = await asking(world, connection, position)
        begun = await beginning(world)
        return [*rebuilt, *made, *built, *added, *asked, begun, *await sizes(connection)]


async def rebuilding(world: World, position: int) -> Lines:
    """What came through the real path, into tables beside those in use that take their place."""
    began, before = time.perf_counter(), cpu.of_stack(world.stack)["postgres"]
    spent = os.times()
    assert await ended(world.stack.describe(), "metrics", ["rebuild"]) == 0
    took, own = time.perf_counter() - began, os.times()
    mine = own.children_user + own.children_system - spent.children_user - spent.children_system
    postgres = cpu.of_stack(world.stack)["postgres"] - before
    each = f"{position / took:,.0f} events/s by the clock, {position / mine:,.0f} a CPU second"
    return [
        (
            "rebuild with cells, leaves and comparison (≥ 10,000)",
            f"{each}; PostgreSQL {postgres:.1f} s",
        )
    ]


async def cells(world: World, connection: asyncpg.Connection) -> Lines:
    """All cells, as the sweeper builds them."""
    async with await open_pool(world.stack.services["metrics"].wiring.owner_dsn, largest=1) as pool:
        definitions = Definitions()
        await Adopted(definitions).load(pool)
        sweeper, months = Sweeper(pool, definitions), 0
        before = cpu.of_stack(world.stack)["postgres"]
        progress = Progress("months of which cells are built")
        while swept := await sweeper.sweep():
            months += swept
            progress.reach(months)
        spent = cpu.of_stack(world.stack)["postgres"] - before
    for table in ("month_cells", "months"):
        await connection.execute(f"vacuum analyze {table}", timeout=7200)
    dossiers = await connection.fetchval("select count(distinct dossier) from dossier_items")
    each = f"{spent / dossiers * 1e6:.1f} µs a dossier"
    return [(f"cells of {months:,} months, CPU", f"{spent:.1f} s, {each}")]


async def adopted(world: World) -> Lines:
    """All cells of a definition that is adopted now, as the service builds them beside others."""
    definitions = world.portal.definitions
    name = GetDefinitionRequest(name=f"definitions/{DEFINITION}")
    like = await world.portal.call(definitions.GetDefinition, name, role="publisher")
    text = like.text.replace(f'"{DEFINITION}"', '"own.share"').encode()
    request = AdoptDefinitionRequest(text=text, request_id=str(uuid4()))
    began, before = time.perf_counter(), cpu.of_stack(world.stack)["postgres"]
    found = await world.portal.call(definitions.AdoptDefinition, request, role="publisher")
    own = GetDefinitionRequest(name=found.name)

    async def far() -> tuple[int, int]:
        found = await world.portal.call(definitions.GetDefinition, own, role="publisher")
        left = found.HasField("kept_months")
        return (found.kept_months.kept, found.kept_months.months) if left else (1, 1)

    await waited("months of a definition that is adopted", far)
    spent = cpu.of_stack(world.stack)["postgres"] - before
    took = time.perf_counter() - began
    return [("cells of a definition that is adopted, wall and CPU", f"{took:.1f} s, {spent:.1f} s")]


async def asking(world: World, connection: asyncpg.Connection, position: int) -> Lines:
    """Each question a few times: its CPU by process, and its median against the Check's."""
    found = await single.lines(world, DEFINITION)
    years = all_years()
    asked: dict[str, tuple[Ask, int]] = {
        "the country and a month": (rate(world, "", MONTH), size.SIZE.rates),
        "the same, remembered": (rate(world, "", MONTH, fresh=False), size.SIZE.rates),
        "all of it, remembered": (rate(world, "", years, fresh=False), size.SIZE.rates),
        "the same by GROUP BY (≥ 50 times as long)": (
            partial(connection.fetch, GROUPED), size.SIZE.grouped,
        ),
        f"the country and {size.SIZE.months} months": (rate(world, "", years), size.SIZE.rates),
        "the same as one unit": (rate(world, "units/district", years), size.SIZE.grouped),
        "a unit and month as known earlier": (
            rate(world, UNIT, MONTH, as_known=position // 2), size.SIZE.rates,
        ),
        "the country and a month as known earlier": (
            rate(world, "", MONTH, as_known=position // 2), size.SIZE.grouped,
        ),
        "rates of all units of a month, alone": (rates(world, subtrees=False), size.SIZE.grouped),
        "the same, with all below": (rates(world, subtrees=True), size.SIZE.grouped),
        "a league of all units": (league(world, LeagueOf.LEAGUE_OF_UNITS), size.SIZE.grouped),
        "a league with all below": (league(world, LeagueOf.LEAGUE_OF_SUBTREES), size.SIZE.grouped),
    }  # fmt: skip
    for name, (ask, times) in asked.items():
        say(f"asking for {name}")
        first = await cost(world, f"{name}, first time", partial(until_answered, ask), 1)
        found += [first, await cost(world, name, ask, times)]
    return found


async def until_answered(ask: Ask) -> None:
    """Of leaves that nobody has asked for, a call keeps as many months as it has time for."""
    for _ in range(CALLS):
        with suppress(Unavailable):
            await ask()
            break
        say("  again, from the months that are kept")
    else:
        await ask()


def all_years() -> tuple[date, date]:
    """In which all months lie."""
    return date(2024, 1, 1), date(2024 + (size.SIZE.months + 11) // 12, 1, 1)


async def beginning(world: World) -> tuple[str, str]:
    """The country and all its months, asked of a process that just began: they rested before."""
    service = world.stack.services["metrics"]
    say(f"nothing is asked for {size.SIZE.rested:.0f} s, so that months are kept")
    await asyncio.sleep(size.SIZE.rested)
    await service.stop()
    await service.start()
    await asyncio.sleep(size.SIZE.seconds)  # until it has nothing else to do
    name = f"the country and {size.SIZE.months} months, first after a restart"
    return await cost(world, name, rate(world, "", all_years()), 1)


async def cost(world: World, name: str, ask: Ask, times: int) -> tuple[str, str]:
    """Milliseconds: the shortest, and CPU of the service and of PostgreSQL."""
    before, took = cpu.of_stack(world.stack), []
    for _ in range(times):
        started = time.perf_counter()
        await ask()
        took.append(time.perf_counter() - started)
    spent = cpu.spent(before, cpu.of_stack(world.stack))
    mine = {each: spent[each] for each in ("metrics", "postgres")}
    shortest = f"{min(took) * 1000:,.1f} ms at least"
    return name, f"{shortest}; CPU {cpu.line(mine, times=times, unit='ms')}"


def rate(
    world: World, unit: str, period: tuple[date, date], *, fresh: bool = True, as_known: int = 0
) -> Ask:
    """GetRate; `fresh`: of another as_of each time, so that no digest is remembered."""
    seconds = itertools.count(AFTER)

    def asked() -> Awaitable[Any]:
        request = metrics_pb2.GetRateRequest(definition=DEFINITION, unit=unit)
        dated(request, period)
        if fresh:
            request.as_of.seconds = next(seconds)
        if as_known:
            request.as_known.add(stream="submissions", position=as_known)
        return world.portal.call(world.portal.metrics.GetRate, request, role="inspector")

    return asked


def rates(world: World, *, subtrees: bool) -> Ask:
    """All pages of ListRates."""

    def page(token: str) -> Awaitable[Any]:
        request = metrics_pb2.ListRatesRequest(
            definition=DEFINITION,
            breakdown=Breakdown.BREAKDOWN_UNIT,
            subtrees=subtrees,
            page_size=1000,
            page_token=token,
        )
        dated(request, MONTH)
        return world.portal.call(world.portal.metrics.ListRates, request, role="inspector")

    return partial(all_pages, page)


def league(world: World, of: LeagueOf) -> Ask:
    """All pages of ListLeagueLines, of another month each time: the last ones are remembered."""
    months = itertools.cycle(range(1, 1 + min(size.SIZE.months, 11)))

    async def asked() -> None:
        month = next(months)

        def page(token: str) -> Awaitable[Any]:
            request = ListLeagueLinesRequest(
                definition=DEFINITION, of=of, page_size=1000, page_token=token
            )
            dated(request, (date(2024, month, 1), date(2024, month + 1, 1)))
            method = world.portal.leagues.ListLeagueLines
            return world.portal.call(method, request, role="inspector")

        await all_pages(page)

    return asked


async def all_pages(page: Callable[[str], Awaitable[Any]]) -> None:
    """One after the other."""
    token = (await page("")).next_page_token
    while token:
        token = (await page(token)).next_page_token


def dated(request: Any, period: tuple[date, date]) -> None:
    """With its days."""
    for field, day in zip(("start_date", "end_date"), period, strict=True):
        of = getattr(request, field)
        of.year, of.month, of.day = day.year, day.month, day.day


async def sizes(connection: asyncpg.Connection) -> Lines:
    """Bytes, with indexes."""
    [row] = await connection.fetch(statements(Path(__file__).parent)["country_size"])
    parts = ("intervals", "cells", "leaves", "months")
    by = ", ".join(f"{each} {row[each] / row['dossiers']:.0f}" for each in parts)
    versions = row["versions"] / row["dossiers"]
    total = row["version"] * versions + row["intervals"] / row["dossiers"]
    return [
        ("bytes of a version of a dossier", f"{row['version']:.0f}"),
        ("bytes of a dossier", f"{total:.0f} with {versions:.1f} versions; {by}"),
    ]
