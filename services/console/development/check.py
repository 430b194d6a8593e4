"""`./motcua check`: everything that can be known without running the software.

Promises to run every check in a fixed order, each under its heading, and to end with 1 naming those
that failed. Must not change a file.
"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from services.console.development import contracts, reasons, reference

ROOT = Path(__file__).resolve().parents[3]
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    """One heading and what stands behind it: nothing returned means that it passed."""

    name: str
    run: Callable[[], bool]


def program(*words: str) -> Callable[[], bool]:
    """A check that is a program of our environment, run at the root of the tree."""

    def run() -> bool:
        return subprocess.run([BIN / words[0], *words[1:]], cwd=ROOT, check=False).returncode == 0

    return run


CHECKS = (
    Check("ruff format", program("ruff", "format", "--check", ".")),
    Check("ruff", program("ruff", "check", ".")),
    Check("mypy", program("mypy")),
    Check("import contracts", program("lint-imports", "--no-cache")),
    Check("generated code is fresh", contracts.is_fresh),
    Check("reasons are fresh", reasons.is_fresh),
    Check("reference pages are fresh", reference.is_fresh),
    Check("buf lint", contracts.lints),
    Check("buf format", contracts.is_formatted),
    Check("buf breaking", contracts.breaks_nothing),
)


@click.command()
def check() -> None:
    """Check format, types, imports and contracts."""
    failed = [each.name for each in CHECKS if not passes(each)]
    if failed:
        click.secho(f"\nFailed: {', '.join(failed)}", fg="red", err=True)
        sys.exit(1)
    click.secho("\nAll checks passed.", fg="green")


def passes(each: Check) -> bool:
    """Run one check under its heading."""
    click.secho(f"\n== {each.name}", bold=True)
    return each.run()
