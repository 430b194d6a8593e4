"""Dossiers of one installation exported as a case log and imported into another: the same dossiers,
step by step, and the same figures.

Promises two stacks of the same catalogue. Dossiers have other ids there; their own are their keys.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.directory import make_temporary
from services.console.portal.client import Portal
from tests.e2e.commands import motcua
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import Office
from tests.e2e.test_dossiers_exported import BECAUSE, LATER, live, step
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]
MAPPING = ROOT / "deploy" / "mappings" / "motcua_dossiers.toml"
NUMBERS = ("numerator", "denominator", "excluded", "unknown", "considered", "assisted")

pytestmark = [pytest.mark.timeout(300), pytest.mark.long]
Row = dict[str, str]


@asynccontextmanager
async def running() -> AsyncIterator[tuple[Path, Office]]:
    """A stack with the test's catalogue."""
    path = make_temporary()
    async with MigratedStack(path) as stack, Portal(stack.describe()) as portal:
        yield path, await Office.open(portal)
    shutil.rmtree(path)


@dataclass(frozen=True)
class Trip:
    """Both data directories, the log of either, and what the import said."""

    source: Path
    target: Path
    there: list[Row]
    here: list[Row]
    log: Path
    said: dict[str, Any]


@pytest.fixture(scope="module")
async def trip(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Trip]:
    """There and back, once for all tests."""
    folder = tmp_path_factory.mktemp("log")
    async with running() as (source, office), running() as (target, _):
        await settle(office)
        log = await exported(source, folder / "there.csv")
        said = await imported(log, target)
        again = await exported(target, folder / "here.csv")
        yield Trip(source, target, rows(log), rows(again), log, said)


async def settle(office: Office) -> None:
    """Dossiers that were handled, withdrawn, refused, linked, erased, rated and voided."""
    words = ("moved", "withdrawn", "refused", "open", "void")
    made = {word: await office.submit(number, ward=1) for number, word in enumerate(words)}
    await live(office, made["moved"])
    await step(office, "WithdrawDossier", made["withdrawn"], role="portal")
    refused = await step(office, "RefuseDossier", made["refused"], **BECAUSE)
    await step(office, "LinkDossier", refused, root=made["moved"].name)
    await office.accept(made["open"], LATER)
    await step(office, "VoidDossier", made["void"], **BECAUSE)
    await office.erase(made["withdrawn"])


async def exported(data: Path, path: Path) -> Path:
    done = await motcua("export", "--kind", "dossiers", "--format", "log", "-o", path, data=data)
    assert done.code == 0, done.err
    return path


async def imported(log: Path, data: Path) -> dict[str, Any]:
    done = await motcua("import", log, "--mapping", MAPPING, "--json", data=data)
    assert done.code == 0, done.out + done.err
    found: dict[str, Any] = done.document["import"]
    return found


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_key(found: list[Row], key: str) -> dict[str, list[Row]]:
    """The steps of each dossier, without what belongs to one installation alone."""
    keys = {row["id"]: row[key] for row in found}
    own = ("id", "number", "source", "source_key")
    steps: dict[str, list[Row]] = {}
    for row in found:
        kept = {name: cell for name, cell in row.items() if name not in own}
        steps.setdefault(row[key], []).append({**kept, "root": keys.get(row["root"], "")})
    return steps


async def test_every_dossier_has_its_steps_again(trip: Trip) -> None:
    there, here = by_key(trip.there, "id"), by_key(trip.here, "source_key")
    assert here.keys() == there.keys()
    assert len(there) == 4
    for key, steps in there.items():
        assert here[key] == steps, key
    assert {row["source"] for row in trip.here} == {"motcua"}


async def test_nothing_was_refused_and_nothing_noted(trip: Trip) -> None:
    assert (trip.said["added"], trip.said["refused"], trip.said["rows"]) == (4, 0, [])


async def test_the_same_log_again_changes_nothing(trip: Trip) -> None:
    again = await imported(trip.log, trip.target)
    assert (again["added"], again["changed"], again["refused"]) == (0, 0, 0)


async def test_figures_are_the_same(trip: Trip) -> None:
    async def alike() -> bool:
        found = [await figures(data) for data in (trip.source, trip.target)]
        return bool(found[0]) and found[0] == found[1]

    await until(alike, within=120.0, every=1.0)


async def figures(data: Path) -> dict[tuple[str, str], tuple[Any, ...]]:
    """The numbers of every rate by definition and month, of those that count anything."""
    done = await motcua("rates", "--json", data=data)
    assert done.code == 0, done.err
    return {
        (each["definition"], each["period"]): numbers
        for each in done.document["rates"]
        if any(numbers := tuple(each[name] for name in NUMBERS))
    }
