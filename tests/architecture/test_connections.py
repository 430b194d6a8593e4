"""Whoever connects to a database does it in one way: several servers, and never a cancelled commit.

Promises to find every module of a service that calls the driver itself.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
OWN_WAY = {"services/chassis/hosts.py": "connect", "services/chassis/database.py": "create_pool"}


def nodes(path: Path) -> Iterator[ast.AST]:
    """Of a module that names the driver; another has nothing to tell."""
    text = path.read_text()
    return ast.walk(ast.parse(text)) if "asyncpg" in text else iter(())


def calls_of_the_driver(path: Path) -> list[str]:
    """The functions of asyncpg by which a module connects."""
    calls = [each.func for each in nodes(path) if isinstance(each, ast.Call)]
    return [
        each.attr
        for each in calls
        if isinstance(each, ast.Attribute)
        and isinstance(each.value, ast.Name)
        and each.value.id == "asyncpg"
        and each.attr in {"connect", "create_pool", "Pool"}
    ]


def test_services_connect_by_the_chassis_alone() -> None:
    paths = [*ROOT.glob("services/**/*.py")]
    found = {
        str(path.relative_to(ROOT)): called
        for path in paths
        for called in calls_of_the_driver(path)
    }
    assert found == OWN_WAY


def test_nothing_else_of_a_driver_is_imported() -> None:
    """A name imported from it would be called without its module's name."""
    for path in ROOT.glob("services/**/*.py"):
        for each in nodes(path):
            if isinstance(each, ast.ImportFrom) and (each.module or "").startswith("asyncpg"):
                names = {name.name for name in each.names}
                assert not names & {"connect", "create_pool", "Pool", "Connection"}, path
