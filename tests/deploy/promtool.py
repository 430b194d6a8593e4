"""promtool, wherever it is to be had: installed, or unpacked from Debian's package into a cache.

The package itself is never installed: it would start a service.
"""

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "motcua"
WITHIN = 60.0  # seconds for the package, of 20 MB


@cache
def promtool() -> Path | None:
    """The program, or None where it cannot be had."""
    if installed := shutil.which("promtool"):
        return Path(installed)
    kept = CACHE / "promtool"
    if not kept.exists():
        try:
            unpack(kept)
        except (OSError, subprocess.SubprocessError, StopIteration):
            return None
    return kept


def unpack(kept: Path) -> None:
    """Out of the package, which needs no root."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as name:
        place = Path(name)
        run("apt-get", "download", "prometheus", at=place)
        run("dpkg", "-x", str(next(place.glob("prometheus_*.deb"))), "tree", at=place)
        (place / "tree/usr/bin/promtool").replace(kept)


def run(*words: str, at: Path) -> None:
    """One program, without a word of its own."""
    subprocess.run(words, cwd=at, check=True, capture_output=True, timeout=WITHIN)
