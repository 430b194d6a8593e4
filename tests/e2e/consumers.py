"""The sample consumers as processes: started from what they kept, killed, and looked into.

Promises to read only what they keep in their own files. Not a test itself.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
NODE = shutil.which("node")
PACKAGES = ("@nats-io/transport-node", "@grpc/grpc-js", "@grpc/proto-loader")
MISSING = [each for each in PACKAGES if not (ROOT / "node_modules" / each).exists()]
PROGRAMS = {
    "python": [sys.executable, "-u", str(EXAMPLES / "consumer-python" / "{}.py")],
    "node": [NODE or "node", str(EXAMPLES / "consumer-node" / "{}.mjs")],
}
HERE = [each for each in PROGRAMS if each == "python" or (NODE and not MISSING)]
Digests = dict[str, str]


@dataclass
class Consumer:
    """A sample as a process of its own, and what it keeps."""

    language: str
    folder: Path
    metrics: str
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0

    @property
    def url(self) -> Path:
        return self.folder / f"{self.language}.url"

    @property
    def log(self) -> Path:
        return self.folder / f"{self.language}.log"

    @property
    def state(self) -> Path:
        return self.folder / f"{self.language}.state"

    def environment(self) -> dict[str, str]:
        """All that it knows."""
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "proto" / "gen"),
            "NATS_URL_FILE": str(self.url),
            "TOKEN_FILE": str(self.folder / "token"),
            "METRICS": self.metrics,
            "STATE": str(self.state),
        }

    def argv(self, program: str) -> list[str]:
        return [each.format(program) for each in PROGRAMS[self.language]]

    def start(self) -> None:
        """From what it kept."""
        self.starts += 1
        with self.log.open("ab") as log:
            argv, environment = self.argv("consume"), self.environment()
            self.process = subprocess.Popen(argv, env=environment, stdout=log, stderr=log)

    def kill(self) -> None:
        """At once; it must not have ended by itself."""
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text()[-2000:]
        self.process.kill()
        self.process.wait()

    def events(self) -> dict[str, int]:
        """How many of each kind it applied."""
        if self.language == "node":
            return self.kept("official").get("events", {})
        return dict(self.rows("select type, count from events"))

    def moved(self) -> dict[str, int]:
        """How many items revisions moved, by cause."""
        if self.language == "node":
            return self.kept("official").get("moved", {})
        return dict(self.rows("select cause, items from moved"))

    def published(self) -> dict[str, tuple[str, int, int, int]]:
        """By figure: publication, revision, numerator and denominator."""
        if self.language == "node":
            names = ("publication", "revision", "numerator", "denominator")
            rows = self.kept("official").get("published", {}).items()
            found = {figure: [each[name] for name in names] for figure, each in rows}
        else:
            rows = self.rows(
                "select figure, publication, revision, numerator, denominator from published"
            )
            found = {figure: each for figure, *each in rows}
        return {figure: (name, *map(int, each)) for figure, [name, *each] in found.items()}

    def live(self) -> Digests:
        """The digest of every live figure that has an item, by subject."""
        if self.language == "node":
            figures = self.kept("live").get("figures", {})
            return {subject: each["digest"] for subject, each in figures.items() if each["digest"]}
        return dict(self.rows("select subject, digest from live where digest <> ''"))

    def is_whole(self) -> bool:
        """Whether it says that nothing is missing of any checkpoint."""
        if self.language == "node":
            checkpoints = self.kept("live").get("checkpoints", {})
            return all(each["whole"] for each in checkpoints.values())
        return not self.rows("select 1 from live_checkpoints where not whole")

    def kept(self, name: str) -> dict[str, Any]:
        path = Path(f"{self.state}.{name}.json")
        found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
        return found

    def rows(self, query: str) -> list[Any]:
        """None before it has made its tables."""
        with sqlite3.connect(self.state, timeout=30) as connection:
            if not connection.execute("select 1 from sqlite_master").fetchall():
                return []
            return connection.execute(query).fetchall()
