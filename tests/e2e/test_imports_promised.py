"""The promises of imports (imports_promised.toml), each with the tests that hold it.

Promises that every one of these tests is there: who renames or drops one looks at the promise.
"""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
PROMISED = tomllib.loads(Path(__file__).with_name("imports_promised.toml").read_text("utf-8"))


def functions(path: Path) -> set[str]:
    """The names of a module's tests."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    found = ast.parse(path.read_text("utf-8")).body
    return {each.name for each in found if isinstance(each, kinds) and each.name.startswith("test")}


def test_every_promise_is_held_by_tests_that_are_there() -> None:
    missing = []
    for kind, promises in PROMISED.items():
        for name, promise in promises.items():
            assert promise["promise"]
            assert promise["tests"], f"{kind}.{name}"
            for test in promise["tests"]:
                file, _, function = test.partition("::")
                path = TESTS / file
                is_there = path.is_file() and (not function or function in functions(path))
                missing += [] if is_there else [f"{kind}.{name}: {test}"]
    assert missing == []


def test_what_files_hold_and_what_the_language_says_are_all_there() -> None:
    assert (len(PROMISED["files"]), len(PROMISED["language"])) == (12, 9)
