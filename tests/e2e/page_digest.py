"""The sample consumer's program that computes the digest of a receipt from its items.

Promises the program as it stands in examples/. Must not compute anything itself.
"""

import runpy
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).resolve().parents[2] / "examples" / "consumer-python" / "receipt.py"


def page_digest(items: list[Any]) -> str:
    """Of the items of `./motcua explain --json`."""
    return str(runpy.run_path(str(PROGRAM))["digest"](items))
