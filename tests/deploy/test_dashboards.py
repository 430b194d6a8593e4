"""Dashboards are what the code makes, and ask for what the services count.

A panel of a metric that nobody counts is empty, and looks as if all were well.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from deploy.dashboards.__main__ import HERE, written
from deploy.dashboards.pages import all_pages
from tests.deploy.promql import unknown

PAGES = all_pages()


@pytest.mark.parametrize("name", PAGES)
def test_what_is_committed_is_what_the_code_makes(name: str) -> None:
    committed = (HERE / f"{name}.json").read_text(encoding="utf-8")
    assert committed == written(PAGES[name]), "run: .venv/bin/python -m deploy.dashboards"


def test_no_other_is_committed() -> None:
    assert {path.stem for path in HERE.glob("*.json")} == PAGES.keys()


@pytest.mark.parametrize("name", PAGES)
def test_every_expression_asks_for_what_the_services_count(name: str) -> None:
    found = list(expressions(json.loads(written(PAGES[name]))))
    assert len(found) > 4
    assert not unknown(found)


def expressions(node: Any) -> Iterator[str]:
    """Of every panel, wherever it stands."""
    if isinstance(node, dict):
        if isinstance(node.get("expr"), str):
            yield node["expr"]
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from expressions(each)
