"""What commands for readers of figures, dossiers and the catalogue print is in the user's language.

Given the code of their modules, then every heading, title and sentence that goes to standard
output is a word with a Vietnamese one, or two texts. What operators and developers call, `--help`,
mistakes and progress are in English, as docs/command-line.md says.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.console.__main__ import COMMANDS, module_of
from services.console.commands import calendar, definitions, reconcile
from services.console.display import wording, words

ROOT = Path(__file__).resolve().parents[2]
CONSOLE = ROOT / "services" / "console"
OTHERS = {  # for operators and developers
    *("audit", "backup", "context", "demo", "envoy", "fsck", "fuzz", "issuers", "park", "promote"),
    *("provision", "pseudonym", "reader", "rebuild", "restore", "rotate", "source", "status"),
    *(
        "sign-in",
        "sign-out",
        "token",
        "up",
        "adopt",
        "map",
        "import",
        "export",
        "test",
        "bench",
        "check",
        "lock",
        "proto",
    ),
    *("reference", "reasons"),
}
SHOWN = [  # what they show it with
    *("estimate_tables", "rate_tables", "tables", "statements", "national", "targets"),
    *("deadlines", "dossier_facts", "numbers"),
]
CHECKED = ["reading/comparison/checked_file", "reporting/report_check"]
TRANSLATING = {"word", "in_words", "spoken", "said", "counted", "apart", "several", "get"}
LETTERS = re.compile(r"[^\W\d_]{3,}")
CODES = {"json", "SHA", "calendars", "level"}  # of options, digests and names


def modules() -> list[Path]:
    commands = {module_of(name) for name in COMMANDS if name not in OTHERS}
    found = {ROOT / f"{name.replace('.', '/')}.py" for name in commands}
    found |= {CONSOLE / "display" / f"{name}.py" for name in SHOWN}
    return sorted(found | {CONSOLE / f"{name}.py" for name in CHECKED})


def called(node: ast.AST) -> str:
    """The last name of what a call calls."""
    if not isinstance(node, ast.Call):
        return ""
    of = node.func
    return of.attr if isinstance(of, ast.Attribute) else getattr(of, "id", "")


def texts(node: ast.AST) -> Iterator[str]:
    """Literal texts in an expression that nothing translates."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Subscript) or called(node) in TRANSLATING:
        return
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)
    elif isinstance(node, ast.GeneratorExp):
        yield from texts(node.elt)
    else:
        parts = (
            (*node.args, node.func) if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
        )
        for part in parts:
            yield from texts(part)


def printed(tree: ast.AST) -> Iterator[tuple[int, ast.expr]]:
    """What is printed as it stands: sentences, headings and titles."""
    for node in ast.walk(tree):
        name = called(node)
        if not isinstance(node, ast.Call) or name not in {"say", "add_column", "Table"}:
            continue
        options = {each.arg: each.value for each in node.keywords}
        yield from ((node.lineno, each) for each in node.args)
        yield from (
            (node.lineno, options[each]) for each in ("title", "caption") if each in options
        )


def in_english(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for line, expression in printed(tree)
        for text in texts(expression)
        if set(LETTERS.findall(text)) - CODES
    ]


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.stem)
def test_nothing_is_printed_in_english_alone(path: Path) -> None:
    assert in_english(path) == []


def known(path: Path) -> set[str]:
    """English words of which a module finds the Vietnamese one."""
    own = {calendar: calendar.WORDS["vi"], definitions: definitions.VIETNAMESE}
    for module, of in own.items():
        if module.__file__ and Path(module.__file__) == path:
            return set(of)
    return {*words.VIETNAMESE, *wording.VIETNAMESE, *reconcile.VIETNAMESE}


def asked_for(tree: ast.Module) -> Iterator[str]:
    """Words that are translated, and those of lists that headings are made of."""
    assigned = {
        target.id: each.value
        for each in tree.body
        if isinstance(each, ast.Assign)
        for target in each.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if called(node) in {"word", "in_words"} and isinstance(node, ast.Call) and node.args:
            yield from literals(node.args[0])
        elif isinstance(node, ast.For) and has_headings(node):
            name = node.iter.id if isinstance(node.iter, ast.Name) else ""
            yield from literals(assigned.get(name, node.iter))


def literals(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value.removeprefix("sum of ")


def has_headings(loop: ast.For) -> bool:
    return any(called(node) == "add_column" for part in loop.body for node in ast.walk(part))


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.stem)
def test_each_word_has_a_vietnamese_one(path: Path) -> None:
    found = set(asked_for(ast.parse(path.read_text(encoding="utf-8"))))
    assert {each for each in found if LETTERS.search(each)} - known(path) == set()


def test_no_word_of_both_languages_is_the_same() -> None:
    same = {en for en, vi in (words.VIETNAMESE | wording.VIETNAMESE).items() if en == vi}
    assert same == set()
