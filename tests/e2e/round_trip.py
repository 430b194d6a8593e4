"""A catalogue, its exported tables, and another one that they were imported into.

Promises what the API answers in both, by name. Not a test itself.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deploy.embedded.directory import make_temporary
from services.console.portal.catalogue import When
from services.console.portal.client import Portal
from tests.e2e.commands import motcua
from tests.e2e.migrated import MigratedStack

ROOT = Path(__file__).resolve().parents[2]


@asynccontextmanager
async def running() -> AsyncIterator[tuple[Path, Portal]]:
    """A stack with an empty catalogue."""
    path = make_temporary()
    async with MigratedStack(path) as stack, Portal(stack.describe()) as portal:
        yield path, portal
    shutil.rmtree(path)


class Trip:
    """Two catalogues, the tables between them, and what the imports said."""

    def __init__(self, source: Portal, target: Portal, tables: Path) -> None:
        self.source, self.target, self.tables = source, target, tables
        self.as_of = datetime.now(UTC)
        self.said: dict[str, Any] = {}

    async def both(self, listed: Callable[..., Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """A list of either catalogue as of the export, by name."""
        asked = When(self.as_of, 0, datetime.now(UTC))
        source = {each.name: each async for each in listed(self.source, asked)}
        target = {each.name: each async for each in listed(self.target, asked)}
        return source, target

    def table(self, kind: str) -> list[dict[str, str]]:
        with (self.tables / f"{kind}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))


async def imported(table: Path, kind: str, data: Path) -> dict[str, Any]:
    mapping = ROOT / "deploy" / "mappings" / f"motcua_{kind}.toml"
    done = await motcua("import", table, "--mapping", mapping, "--json", data=data)
    assert done.code in {0, 1}, done.err
    found: dict[str, Any] = done.document["import"]
    return found


def without(message: Any, *fields: str) -> Any:
    """A resource but for what a table cannot say, and where it stands in the log."""
    kept = type(message)()
    kept.CopyFrom(message)
    there = kept.DESCRIPTOR.fields_by_name
    for field in ("position", "etag", *fields):
        if field in there:
            kept.ClearField(field)
    return kept
