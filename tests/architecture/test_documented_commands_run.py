"""Every command that pages for operators tell of is run by the suite, with the options named there.

Read from the tests as they are written: a module runs a command where a call, a tuple or a list
begins with its name, where that follows the module of a process, or where a function is called so.
Kubernetes' own commands are nobody's here.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [
    DOCS / "operating.md",
    *(DOCS / "operating").glob("*.md"),
    *(DOCS / "runbooks").glob("*.md"),
]
CODE = re.compile(r"```sh\n(.*?)```|`([^`\n]+)`", re.DOTALL)
COMMAND = re.compile(r"(?:\./motcua|python -m services\.\w+) ([a-z][a-z-]*)([^\n&|;]*)")
OPTION = re.compile(r"--[a-z-]+")
# A bench is no test: whoever runs one reads its figures.
MEASURED = {"bench"}
# Members are reinstated and end by calls of the service, not yet by the command.
BY_CALLS = {"nation": {"--on", "--reason"}}
BY_HELPER = {"--data"}  # tests.e2e.commands adds it


def documented() -> dict[str, set[str]]:
    """The options that stand with each command, in any of the pages."""
    found: dict[str, set[str]] = {}
    for page in PAGES:
        for fenced, inline in CODE.findall(page.read_text(encoding="utf-8")):
            for name, rest in COMMAND.findall(fenced or inline):
                found.setdefault(name, set()).update(OPTION.findall(rest.partition(" #")[0]))
    return found


@cache
def run() -> dict[str, set[str]]:
    """Of each word that begins a command in a module of tests, all texts of these modules."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "tests").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        for name in begun(tree):
            found.setdefault(name, set()).update(texts)
    return found


def begun(tree: ast.AST) -> Iterator[str]:
    """First words; after `services.X`, as a process is started, the next one; functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id
        words = node.args if isinstance(node, ast.Call) else getattr(node, "elts", [])
        texts = [each.value for each in words if isinstance(each, ast.Constant)]
        said = [each for each in texts if isinstance(each, str)]
        yield from said[:1]
        yield from (b for a, b in pairwise(said) if a.startswith("services."))


@pytest.mark.parametrize("name", sorted(documented().keys() - MEASURED))
def test_a_documented_command_is_run(name: str) -> None:
    assert name in run(), "no test runs it"
    left = documented()[name] - run()[name] - BY_HELPER - BY_CALLS.get(name, set())
    assert left == set(), "no test that runs it has these options"


def test_commands_are_found() -> None:
    assert {"backup", "restore", "rotate", "park", "refill", "scan-again"} <= documented().keys()
    assert "--finish" in documented()["rotate"]
