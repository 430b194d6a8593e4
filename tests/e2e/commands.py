"""The command line as a user has it: a process, its exit code, its two outputs.

Promises the environment of the tests, an English locale, and an end in bounded time; that what only
reads is asked again while it says that it may not be current, as on a busy machine it may not for a
moment. `begin` starts an interpreter, as a user does; `motcua` forks one that has loaded what
commands import. Not a test itself.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.e2e.forked import forker

ROOT = Path(__file__).resolve().parents[2]
LOGGED = 20  # lines
OUTDATED = 5  # the code of what may not be current
READS = {
    "audit", "calendar", "compare", "definitions", "dossier", "due", "explain", "export", "league",
    "levels", "lineage", "petition", "petitions", "published", "queue", "rates", "reconcile",
    "report", "revisions", "score", "verify",
}  # fmt: skip
AGAIN = 0.5  # seconds between two readings


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output as one JSON document."""
        return json.loads(self.out)


async def motcua(
    *words: object, data: Path | None = None, within: float = 240, lang: str = "C.UTF-8"
) -> Ended:
    """Run `./motcua …` to its end, on the stack in `data`, until what it reads is current."""
    began = time.monotonic()
    while True:
        ended = await motcua_once(*words, data=data, within=within, lang=lang)
        late = ended.code == OUTDATED and words[0] in READS
        if not late or time.monotonic() > began + within:
            return ended
        await asyncio.sleep(AGAIN)


async def motcua_once(
    *words: object, data: Path | None = None, within: float = 240, lang: str = "C.UTF-8"
) -> Ended:
    """Run it once, however current that is."""
    command = [*(str(word) for word in words), *(("--data", str(data)) if data else ())]
    code, out, err = await forker().run(command, environment(lang), within=within)
    ended = Ended(code, out.decode(), err.decode())
    if data and ("INTERNAL" in ended.err or "log says more" in ended.err):
        return replace(ended, err=ended.err + logged_errors(data))
    return ended


def logged_errors(data: Path) -> str:
    """The last errors in the logs of a stack's services."""
    lines = [
        f"{log.name}: {line}"
        for log in sorted((data / "logs").glob("*.log"))
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines()
        if '"level": "error"' in line
    ]
    return "\n".join(lines[-LOGGED:])


def environment(lang: str) -> dict[str, str]:
    """Ours, in that language."""
    return {**os.environ, "PYTHONUTF8": "1", "LC_ALL": lang}


async def begin(
    *words: object, data: Path | None = None, lang: str = "C.UTF-8"
) -> asyncio.subprocess.Process:
    """Start `./motcua …`, as the script does after it found the environment ready."""
    command = [sys.executable, "-P", "-m", "services.console", *(str(word) for word in words)]
    if data:
        command += ["--data", str(data)]
    return await asyncio.create_subprocess_exec(
        *command,
        cwd=ROOT,
        env=environment(lang),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
