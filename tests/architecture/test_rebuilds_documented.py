"""The table of docs/operating that says which tables belong to which projection is whole.

Every table that a migration makes stands there once a service, and what the modules of a projection
write stands in its row: whoever truncates a table by it loses nothing that no log makes again.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.metrics.rebuilding.command import TABLES

ROOT = Path(__file__).parents[2]
SERVICES = ROOT / "services"
PAGE = (ROOT / "docs" / "operating" / "repairs.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| (catalog|submissions|metrics|every service) \| (`\w+`|none) \| (.+) \|$", re.MULTILINE
)
MADE = re.compile(r"^create table (?:if not exists )?(\w+)", re.MULTILINE)
WRITTEN = re.compile(r"\b(?:insert into|update|delete from) (?!(?:set|skip|of)\b)(\w+)")
# Where the code of each projection is, beside its service's folder.
PROJECTIONS = {
    ("catalog", "catalogue"): ["projections.py"],
    ("submissions", "catalog"): ["inbox"],
    ("submissions", "submissions"): ["projections"],
    ("metrics", "catalog"): ["inbox.py"],
    ("metrics", "submissions"): ["projections"],
    ("metrics", "published"): ["published.py"],
    ("metrics", "definitions"): ["adopted.py"],
    ("metrics", "members"): ["federation/registered.py"],
}
NONE = "none"  # no projection makes it


def rows() -> dict[tuple[str, str], list[str]]:
    """The tables of each row, by service and projection."""
    section = PAGE.partition("**Rebuilding read tables.**")[2].partition("\n## ")[0]
    return {
        (service, projection.strip("`")): re.findall(r"`(\w+)`", tables)
        for service, projection, tables in ROW.findall(section)
    }


def made(folder: Path) -> set[str]:
    return {name for path in folder.glob("*.sql") for name in MADE.findall(path.read_text())}


def statements(service: str) -> dict[str, set[str]]:
    """The tables that each named statement of a service writes."""
    found = {}
    for path in (SERVICES / service / "sql").glob("*.sql"):
        for part in path.read_text().split("-- name: ")[1:]:
            name, _, text = part.partition("\n")
            found[name.strip()] = set(WRITTEN.findall(re.sub("--.*", "", text)))
    return found


def patterns(path: Path) -> Iterator[str]:
    """The texts of a module as patterns: what an f-string fills in may be anything."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.JoinedStr):
            parts = [each.value if isinstance(each, ast.Constant) else None for each in node.values]
            if any(parts):
                yield "".join(re.escape(str(part)) if part else r"\w+" for part in parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.escape(node.value)


def written(service: str, places: list[str]) -> set[str]:
    known, found = statements(service), set()
    for place in places:
        path = SERVICES / service / place
        for module in [path] if path.is_file() else path.rglob("*.py"):
            for pattern in patterns(module):
                found |= {
                    table for name in known if re.fullmatch(pattern, name) for table in known[name]
                }
    return found


def test_every_projection_has_a_row_and_every_service_one_of_what_it_must_keep() -> None:
    of_none = {(service, NONE) for service in ("submissions", "metrics", "every service")}
    assert rows().keys() == PROJECTIONS.keys() | of_none


@pytest.mark.parametrize("service", ["catalog", "submissions", "metrics"])
def test_every_table_of_a_service_stands_in_one_row(service: str) -> None:
    named = Counter(each for (of, _), tables in rows().items() if of == service for each in tables)
    assert named.keys() - {"timers"} == made(SERVICES / service / "migrations")
    assert set(named.values()) == {1}


def test_every_table_of_the_chassis_is_kept_but_timers() -> None:
    assert {*rows()["every service", NONE], "timers"} == made(SERVICES / "chassis" / "sql")


@pytest.mark.parametrize(("service", "projection"), PROJECTIONS)
def test_what_a_projection_writes_stands_in_its_row(service: str, projection: str) -> None:
    of_it = written(service, PROJECTIONS[service, projection])
    assert of_it
    named = rows()
    assert of_it - {*named[service, projection], *named.get((service, NONE), [])} == set()


def test_metrics_makes_all_tables_again_that_follow_a_stream() -> None:
    follow = [each for of in ("catalog", "submissions") for each in rows()["metrics", of]]
    assert sorted(TABLES) == sorted({*follow} - {"names"})
