"""`motcua bench`: measures, in a process of its own.

Promises bench's own exit code. Must not import what it measures.
"""

import subprocess
import sys

import click

from services.console.portal.connection import ROOT


@click.command()
@click.argument(
    "parts",
    nargs=-1,
    metavar="[log|stream|calls|batches|catalogue|imports|figures|…]...",
)
def bench(parts: tuple[str, ...]) -> None:
    """Measure everything and write the table of bench/README.md, or only the parts named."""
    command = [sys.executable, "-P", "-m", "bench", *parts]
    sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)
