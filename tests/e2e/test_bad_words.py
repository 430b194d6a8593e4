"""Mappings and options as they should not be: a message, and no stack trace.

Promises a mistake for whatever stands where it does not belong. Must not need a stack: nothing here
may come as far as one.
"""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from services.console.__main__ import main
from services.console.importing.keys import MappingError, load
from services.console.importing.rules import rules
from tests.e2e.test_bad_files import UNITS

ROOT = Path(__file__).resolve().parents[2]
MAPPINGS = sorted((ROOT / "deploy" / "mappings").glob("*.toml"))
WRONG: tuple[Any, ...] = (1, "", "x", [], {}, [1], {"a": 1}, [[]], True, 1.5)


def changed(tree: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The tree with one of its parts replaced by what does not belong there: by each of that where
    it has no more than leads there, and by one of that where it has all of its parts.
    """
    for number, place in enumerate(places(tree)):
        small, at = alone(tree, place)
        for wrong in WRONG:
            yield (*place, wrong), replaced(small, at, wrong)
        wrong = WRONG[number % len(WRONG)]
        yield (*place, wrong), replaced(tree, place, wrong)


def replaced(tree: Any, place: tuple[Any, ...], wrong: Any) -> Any:
    """A copy with something else at a place."""
    made = copy.deepcopy(tree)
    inner = made
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = wrong
    return made


def alone(tree: Any, place: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """A part without the other tables of the lists that lead to it, such as other steps of the same
    dossier, and its place there; the whole tree where it cannot be read so.
    """
    made = copy.deepcopy(tree)
    inner, at = made, list(place)
    for depth, key in enumerate(place[:-1]):
        if isinstance(inner, list) and all(isinstance(each, dict) for each in inner):
            inner[:] = [inner[key]]
            at[depth] = 0
        inner = inner[at[depth]]
    try:
        rules(made)
    except MappingError:
        return tree, place
    return made, tuple(at)


def places(tree: Any, *above: Any) -> Iterator[tuple[Any, ...]]:
    """Where the parts of a tree are."""
    keys = tree if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for key in keys:
        yield (*above, key)
        yield from places(tree[key], *above, key)


@pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: path.stem)
def test_any_wrong_part_of_a_mapping_is_a_mistake_that_is_told(path: Path) -> None:
    if path.stem == "working_saturdays":
        pytest.skip("no mapping")
    refused = 0
    for place, tree in changed(tomllib.loads(path.read_text(encoding="utf-8"))):
        try:
            rules(tree)
        except MappingError:
            refused += 1
        except Exception as failed:
            raise AssertionError(place) from failed
    assert refused


@pytest.mark.parametrize("more", ["x = " + "9" * 5000, "x = " + "[" * 5000])
def test_a_mapping_whose_numbers_or_lists_do_not_end_is_told(tmp_path: Path, more: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(more + "\n" + UNITS, encoding="utf-8")
    with pytest.raises(MappingError, match="cannot be read as TOML"):
        load(path, rules)


def test_a_mapping_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_bytes(UNITS.encode("utf-16"))
    with pytest.raises(MappingError, match="cannot be read as TOML"):
        load(path, rules)


@pytest.mark.parametrize(
    "words",
    [
        ["export", "--kind", "units", "--as-of", ""],
        ["export", "--kind", "units", "--as-of", "2025-02-30"],
        ["export", "--kind", "units", "--as-of", "2025-07-01-05:00"],
        ["rates", "--from", "2025-W27"],
        ["export", "--kind", "units", "--as-known", "9" * 20],
        ["export", "--kind", "units", "--format", "jsonld", "--base", "not an iri"],
        ["levels", "--as-known", "9" * 20],
        ["lineage", "units/x", "--at", ""],
        ["calendar", "show", "--calendar", "vn", "--from", "2025-01-01", "--to", "2025-01-02",
         "--as-known", "9" * 20],
        ["calendar", "seed", "--years", "2026", "--swapped", "deploy/mappings/receipt.toml"],
        ["token", "--hours", "nan"],
        ["token", "--hours", "inf"],
        ["token", "--hours", "-1"],
        ["token", "--hours", "1e300"],
        ["token", "--hours", "1e-300"],
        ["token", "--unit", ""],
        ["token", "--unit", "units/"],
        ["export", "--kind", "units", "-o", ""],
        ["export", "--kind", "units", "--as-known", "9223372036854775807"],
        ["levels", "--subtree", "units/\udcff"],
        ["import", "README.md", "--mapping", "README.md", "--from-chunk", "9" * 23],
    ],
)  # fmt: skip
def test_an_option_that_cannot_be_is_told_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(ROOT)
    done = CliRunner().invoke(main, [*words, "--data", str(tmp_path / "none")])
    assert (done.exit_code, type(done.exception)) == (2, SystemExit), done.output
    assert done.output.strip()
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("data", ["/dev/null", "/proc/1/x", "~nobody-at-all", "/tmp/" + "x" * 300])
@pytest.mark.parametrize("words", [["levels"], ["token"]])
def test_a_directory_that_cannot_be_is_told(words: list[str], data: str) -> None:
    done = CliRunner().invoke(main, [*words, "--data", data])
    assert (done.exit_code, type(done.exception)) == (3, SystemExit), done.exception
    assert "cannot be" in done.output
