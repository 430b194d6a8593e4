"""The promises of form: sizes, opening docstrings, names and NFC text.

Holds the tree to the bounds that CONTRIBUTING.md states. Must not judge what the code does.
"""

from __future__ import annotations

import ast
import functools
import re
import statistics
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = [
    path
    for folder in ("services", "deploy", "bench", "tests", "examples")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
SHIPPED = [path for path in WRITTEN if "tests" not in path.parts]
TEXTS = [
    path
    for folder in ("services", "deploy", "bench", "tests", "examples", "docs", "proto/motcua")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".md", ".sql", ".proto", ".toml", ".json", ".yaml", ".mjs", ".js"}
    if "node_modules" not in path.parts
] + sorted(ROOT.glob("*.md"))
ATTRACTS_ANYTHING = {"utils", "util", "helpers", "helper", "common", "misc", "core"}
# Put together from parts, so that this file does not hold what it looks for.
FOREIGN = re.compile("/wo" + "rk/|/fa" + "rm/|fa" + "rm-|pypi" + r"\.org|files\.python" + "hosted")


@functools.cache
def parsed(path: Path) -> tuple[str, list[tuple[str, int]]]:
    """A file's opening docstring, and every function with its length in lines. The tree is let go:
    a thousand of them are more than the parsing costs.
    """
    tree = ast.parse(path.read_text())
    functions = [
        (node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return ast.get_docstring(tree) or "", functions


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


# One test for all files, and not one for each: thousands of tests cost more than what they read.
def test_a_file_has_at_most_300_lines_and_a_function_at_most_50() -> None:
    assert [name_of(each) for each in WRITTEN if len(each.read_text().splitlines()) > 300] == []
    long = [(name_of(each), *found) for each in WRITTEN for found in parsed(each)[1]]
    assert [(path, name) for path, name, lines in long if lines > 50] == []


def test_the_median_function_has_at_most_8_lines_and_nine_of_ten_at_most_25() -> None:
    lengths = [lines for path in SHIPPED for _, lines in parsed(path)[1]]
    assert statistics.median(lengths) <= 8
    assert statistics.quantiles(lengths, n=10)[-1] <= 25


def test_the_chassis_stays_small() -> None:
    chassis = list((ROOT / "services" / "chassis").rglob("*.py"))
    lines = {path.stem: len(path.read_text().splitlines()) for path in chassis}
    # docs/decisions/0008: what it grew by, and why.
    assert sum(len(path.read_text().splitlines()) for path in chassis) <= 13490
    assert lines["blobs"] <= 100
    assert sum(lines[each] for each in ("sealing", "timers", "page_tokens")) <= 350


def test_a_module_opens_with_what_it_is_for() -> None:
    modules = [path for path in WRITTEN if path.name != "__init__.py"]
    found = {name_of(path): len(parsed(path)[0].splitlines()) for path in modules}
    assert {name: lines for name, lines in found.items() if not 2 <= lines <= 6} == {}


def test_no_strategy_is_repeated_in_one_of() -> None:
    """Hypothesis takes it once all the same: `tests.weighted` gives weights."""
    texts = {path: path.read_text() for path in (ROOT / "tests").rglob("*.py")}
    calls = (
        (path, node)
        for path, text in texts.items()
        if "one_of" in text
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("one_of")
    )
    choices = ((name_of(path), [ast.dump(each) for each in node.args]) for path, node in calls)
    assert [name for name, every in choices if len(set(every)) < len(every)] == []


def test_no_name_attracts_anything() -> None:
    names = {part.lower() for path in WRITTEN for part in (*path.parts[:-1], path.stem)}
    assert names & ATTRACTS_ANYTHING == set()


def test_text_is_nfc_and_names_no_machine() -> None:
    texts = {name_of(path): path.read_text() for path in TEXTS}
    assert [
        name for name, text in texts.items() if not unicodedata.is_normalized("NFC", text)
    ] == []
    assert [name for name, text in texts.items() if FOREIGN.search(text)] == []
