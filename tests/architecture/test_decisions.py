"""Decision records: each has a number of its own, the same in its name and its title.

Two sessions that write at once would otherwise take the same one.
"""

from __future__ import annotations

from pathlib import Path

RECORDS = sorted((Path(__file__).parents[2] / "docs" / "decisions").glob("[0-9]*.md"))


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [path.name[:4] for path in RECORDS]
    assert len(set(numbers)) == len(numbers) > 20


def test_a_title_begins_with_the_number() -> None:
    assert all(path.read_text().startswith(f"# {path.name[:4]}: ") for path in RECORDS)
