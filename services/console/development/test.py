"""`./motcua test`: the whole suite, or what is named.

Promises to pass every argument on to pytest and to end with its closing line and code. Must not
choose tests itself.
"""

import os
import subprocess
import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[3]


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run the tests; every argument goes to pytest."""
    command = [sys.executable, "-P", "-m", "pytest", *spread(arguments), *arguments]
    sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)


def spread(arguments: tuple[str, ...]) -> list[str]:
    """Five workers, or more on a bigger machine, unless the caller decides or debugs; files go to
    them in the order of the suite. Tests of faults wait twice as long as they compute, so that
    three leave two cores idle.
    """
    if any(given.startswith(("-n", "--numprocesses", "--pdb", "-s")) for given in arguments):
        return []
    workers = max(5, min(8, os.cpu_count() or 2))
    return ["-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"]
