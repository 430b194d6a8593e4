"""Every Prometheus metric of the services stands in the tables of docs/operating.md, and no other.

Whoever sets alarms by the page misses none, and looks for none that nobody counts.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
CODE = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "services").rglob("*.py"))


def test_the_tables_have_every_metric_and_no_other() -> None:
    made = set(re.findall(r'"(motcua_[a-z_]+)"', CODE))
    first = "".join(re.findall(r"^\| (`motcua_.*?) \|", PAGE, re.MULTILINE))
    told = {name.removesuffix("_total") for name in re.findall(r"`(motcua_[a-z_]+)", first)}
    assert len(made) > 20
    assert told == made
