"""The promises of form: sizes, opening docstrings, names and NFC text.

Holds the tree to the bounds that CONTRIBUTING.md states. Must not judge what the code does.
"""

from __future__ import annotations

import ast
import re
import statistics
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = [
    path
    for folder in ("services", "deploy", "bench", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
SHIPPED = [path for path in WRITTEN if "tests" not in path.parts]
TEXTS = [
    path
    for folder in ("services", "deploy", "bench", "tests", "docs", "proto/motcua")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".md", ".sql", ".proto", ".toml", ".json", ".yaml"}
] + sorted(ROOT.glob("*.md"))
ATTRACTS_ANYTHING = {"utils", "util", "helpers", "helper", "common", "misc", "core"}
# Put together from parts, so that this file does not hold what it looks for.
FOREIGN = re.compile("/wo" + "rk/|/fa" + "rm/|fa" + "rm-|pypi" + r"\.org|files\.python" + "hosted")


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a file with its length in lines."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_a_file_has_at_most_300_lines_and_a_function_at_most_50(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300
    assert [name for name, lines in functions(path) if lines > 50] == []


def test_the_median_function_has_at_most_8_lines_and_nine_of_ten_at_most_25() -> None:
    lengths = [lines for path in SHIPPED for _, lines in functions(path)]
    assert statistics.median(lengths) <= 8
    assert statistics.quantiles(lengths, n=10)[-1] <= 25


def test_the_chassis_stays_small() -> None:
    chassis = (ROOT / "services" / "chassis").rglob("*.py")
    lines = {path.stem: len(path.read_text().splitlines()) for path in chassis}
    # docs/decisions/0008: what it grew by, and why.
    assert sum(lines.values()) <= 6465
    assert lines["blobs"] <= 100
    assert sum(lines[each] for each in ("sealing", "timers", "page_tokens")) <= 350


@pytest.mark.parametrize("path", [p for p in WRITTEN if p.name != "__init__.py"], ids=name_of)
def test_a_module_opens_with_what_it_is_for(path: Path) -> None:
    opening = ast.get_docstring(ast.parse(path.read_text()))
    assert opening is not None
    assert 2 <= len(opening.splitlines()) <= 6


def test_no_strategy_is_repeated_in_one_of() -> None:
    """Hypothesis takes it once all the same: `tests.weighted` gives weights."""
    calls = (
        (path, node)
        for path in (ROOT / "tests").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("one_of")
    )
    choices = ((name_of(path), [ast.dump(each) for each in node.args]) for path, node in calls)
    assert [name for name, every in choices if len(set(every)) < len(every)] == []


def test_no_name_attracts_anything() -> None:
    names = {part.lower() for path in WRITTEN for part in (*path.parts[:-1], path.stem)}
    assert names & ATTRACTS_ANYTHING == set()


@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_text_is_nfc_and_names_no_machine(path: Path) -> None:
    text = path.read_text()
    assert unicodedata.is_normalized("NFC", text)
    assert FOREIGN.search(text) is None
