"""Every command stands where a newcomer looks for it.

Promises that README names each by what it is for, and docs/command-line.md says how it is called.
"""

import re
from pathlib import Path

import pytest

from services.console.__main__ import COMMANDS

ROOT = Path(__file__).parents[2]
DEVELOPING = {"lock", "proto", "reference", "reasons"}  # CONTRIBUTING.md has them


def section(page: str, heading: str) -> str:
    """What stands below a heading, up to the next of its rank."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


@pytest.mark.parametrize("command", sorted(COMMANDS.keys() - DEVELOPING))
def test_a_command_is_named_and_described(command: str) -> None:
    assert f"`{command}`" in section("README.md", "The command line")
    called = re.findall(
        r"`(?:\./motcua )?([a-z-]+)\b", section("docs/command-line.md", "Every command")
    )
    assert command in called


@pytest.mark.parametrize("command", sorted(DEVELOPING))
def test_a_developers_command_is_described(command: str) -> None:
    assert f"./motcua {command}" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
