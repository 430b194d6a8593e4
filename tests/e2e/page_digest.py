"""The program of docs/subscribing.md that computes the digest of a receipt from its items.

Promises the program as it stands on the page. Must not compute anything itself.
"""

import re
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[2] / "docs" / "subscribing.md"


def page_digest(items: list[Any]) -> str:
    """Of the items of `./motcua explain --json`."""
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    [block] = [each for each in blocks if '"leaf"' in each]
    names: dict[str, Any] = {}
    exec(compile(block, str(PAGE), "exec"), names)  # noqa: S102 — it is our own page
    return str(names["digest"](items))
