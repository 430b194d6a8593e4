"""Every command stands where a newcomer looks for it.

Promises that README names each by what it is for, and docs/command-line.md says how it is called;
and that `--help` says of each option what it is for.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from services.console.__main__ import COMMANDS, main

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


def commands(command: click.Command, *path: str) -> Iterator[tuple[str, click.Command]]:
    """A command and all below it, each by how it is called."""
    yield " ".join(path), command
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            below = command.get_command(click.Context(command), name)
            assert below
            yield from commands(below, *path, name)


OURS = sorted(COMMANDS.keys() - {"test"})  # which is pytest's own


@pytest.mark.parametrize("name", OURS)
def test_help_says_what_each_option_and_command_is_for(name: str) -> None:
    whole = main.get_command(click.Context(main), name)
    assert whole
    for path, command in commands(whole, name):
        options = [each for each in command.params if isinstance(each, click.Option)]
        assert [each.opts for each in options if not (each.help or each.hidden)] == [], path
        if " " in path:
            assert not command.get_short_help_str(68).endswith("..."), path
