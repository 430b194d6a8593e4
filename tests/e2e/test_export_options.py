"""Options of `./motcua export` for dossiers that do not go together are a mistake.

Promises that nothing is asked of a stack before that.
"""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from services.console.commands.export import export


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "jsonld"), "dossiers are exported as csv, log, xes or ocel"),
        (("--tasks",), "--tasks is for --format xes and ocel"),
        (("--as-of", "2026-01-01"), "dossiers are as they are now"),
        (("--kind", "units", "--closed"), "are for --kind dossiers"),
        (("--kind", "units", "--format", "ocel"), "--format ocel is for --kind dossiers"),
        (("--purpose", "law-7"), "--purpose is for --personal"),
        (("--personal",), "--personal needs a --purpose"),
        (("--personal", "--purpose", "Ông Nguyễn"), "--personal needs a --purpose"),
        (("--personal", "--purpose", "law-7"), "--personal needs -o with a file"),
        (("--personal", "--purpose", "law-7", "-o", "/dev/null"), "needs -o with a file"),
        (("--personal", "--purpose", "law-7", "-o", "x.csv"), "a token of your own"),
        (("--format", "log", "--personal", "--purpose", "x", "-o", "x"), "not for --format log"),
        (("--kind", "targets", "--format", "jsonld"), "targets are exported as csv"),
        (("--kind", "units", "--personal", "--purpose", "x", "-o", "x"), "are for --kind dossiers"),
    ],
)
def test_options_that_do_not_go_together_are_a_mistake(words: tuple[str, ...], said: str) -> None:
    done = CliRunner().invoke(export, ["--kind", "dossiers", *words])
    assert (done.exit_code, said in done.output) == (2, True), done.output
