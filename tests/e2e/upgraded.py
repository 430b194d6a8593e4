"""An older version's services over today's tables: its tree from the history, today's packages.

Promises that the older code is what runs. Must not change the working tree.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from deploy.embedded.processes import Program
from deploy.embedded.services import Service

ROOT = Path(__file__).resolve().parents[2]
NAMED_IN = ROOT / "deploy" / "upgrade-from"
PARTS = ("services", "proto/gen")


class Older(Service):
    """A process of the version that lies in `source`."""

    source: Path

    def program(self, *arguments: str) -> Program:
        made = super().program(*arguments)
        return replace(made, environment={**made.environment, "PYTHONPATH": self.path})

    @property
    def path(self) -> str:
        return f"{self.source}:{self.source / 'proto' / 'gen'}"


def commit() -> str:
    """Whose services have to run beside today's."""
    return NAMED_IN.read_text(encoding="ascii").strip()


def is_known() -> bool:
    """Whether the history is here: a clone may be shallow, or none."""
    return (
        bool(shutil.which("git"))
        and git("cat-file", "-e", f"{commit()}^{{commit}}").returncode == 0
    )


def git(*words: str) -> Any:
    return subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, check=False)


def unpack(to: Path) -> None:
    """That commit's services and generated messages."""
    archive = git("archive", commit(), *PARTS)
    assert archive.returncode == 0, archive.stderr
    subprocess.run(["tar", "-x", "-C", str(to)], input=archive.stdout, check=True)


def imported_from(path: str, module: str) -> Path:
    """Where a process with that path finds a module."""
    code = f"import {module}; print({module}.__file__)"
    found = subprocess.run(
        [sys.executable, "-P", "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    return Path(found.stdout.strip())
