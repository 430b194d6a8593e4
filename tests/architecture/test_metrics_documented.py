"""Every Prometheus metric of the services stands in the tables of docs/operating, and no other.

Whoever sets alarms by the page misses none, and looks for none that nobody counts.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "docs" / "operating").glob("*.md")
TEXT = "".join(path.read_text(encoding="utf-8") for path in PAGES)
MODULES = [path for path in (ROOT / "services").rglob("*.py") if "console" not in path.parts]
CODE = "".join(path.read_text(encoding="utf-8") for path in MODULES)  # the console reads them


def test_the_tables_have_every_metric_and_no_other() -> None:
    made = set(re.findall(r'"(motcua_[a-z_]+)"', CODE))
    first = "".join(re.findall(r"^\| (`motcua_.*?) \|", TEXT, re.MULTILINE))
    told = {name.removesuffix("_total") for name in re.findall(r"`(motcua_[a-z_]+)", first)}
    assert len(made) > 20
    assert told == made
