"""Scanning files for malware, by a program that reads each on its standard input.

Its exit code 0 says clean, 1 infected; any other, or none in time, says nothing, and it is asked
again later, ten times in all, those by which the service ended too; then an operator asks. Files of
submitted dossiers come first, and those who attached them take turns. Without a program files stay
quarantined; `none` declares that nobody scans them.
"""

import asyncio
import os
import shlex
import signal
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from services.chassis import gauges, telemetry
from services.chassis.database import is_lost
from services.chassis.sealing import Damaged
from services.submissions.api.context import Context
from services.submissions.api.downloading import content
from services.submissions.domain.attachment.facts import State
from services.submissions.queries.attachments import Row

NOBODY = "none"
OUTCOMES = {0: State.CLEAN, 1: State.INFECTED}
SCANS = gauges.counter("motcua_scans", "Files scanned for malware", ["outcome"])
GIVEN_UP = gauges.gauge(
    "motcua_scans_given_up", "Files that are not scanned until an operator says so"
)
VAIN = 10  # scans of one file that decide nothing
for _each in ("clean", "infected", "not_scanned", "failed"):
    SCANS.labels(_each)


@dataclass(slots=True)
class Scanner:
    """Scans in the background, one file after the other."""

    context: Context
    command: str  # "": nothing decides
    seconds: float = 120.0  # for one file
    every: float = 5.0
    last: str = ""  # who attached the last file

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                while self.command and await self.scan_next():
                    pass
                await self.give_up()
            except Exception as error:
                if not is_lost(error):
                    raise
            with suppress(TimeoutError):
                async with asyncio.timeout(self.every):
                    await self.context.files.scannable.wait()
            self.context.files.scannable.clear()

    async def give_up(self) -> None:
        """Leave to an operator what is scanned in vain, and show how many files wait for him."""
        now = self.context.clock()
        for name in await self.context.attachments.give_up_scans(now, most=VAIN):
            telemetry.log().error("scan.given_up", attachment=name, scans=VAIN)
        GIVEN_UP.set(await self.context.attachments.not_scanned())

    async def scan_next(self) -> bool:
        """Whether there was a file to scan."""
        now = self.context.clock()
        until = now + timedelta(seconds=2 * self.seconds)
        taking = self.context.attachments.take_for_scan
        row = await taking(now, until, after=self.last, most=VAIN)
        if row is not None:
            self.last = row.attached_by
            await self.scan(row)
        return row is not None

    async def scan(self, row: Row) -> None:
        """Decide on one file, or ask again later."""
        state = State.CLEAN if self.command == NOBODY else await self.outcome(row)
        now = self.context.clock()
        if state is None:
            SCANS.labels("failed").inc()
            await self.context.attachments.not_scanned_yet(row, now)
            return
        not_scanned = self.command == NOBODY
        SCANS.labels("not_scanned" if not_scanned else state.name.lower()).inc()
        await self.context.attachments.scanned(row, state, not_scanned=not_scanned, at=now)

    async def outcome(self, row: Row) -> State | None:
        """What the program says of a file; None: nothing."""
        code: int | None = None
        try:
            async with asyncio.timeout(self.seconds):
                code = await self.exit_code(row)
        except Damaged:
            telemetry.log().error("attachment.damaged", attachment=row.name)
            return None
        except TimeoutError:
            telemetry.log().warning("scan.failed", attachment=row.name, why="too slow")
            return None
        except OSError as error:  # there is no such program, or the object store is away
            telemetry.log().warning("scan.failed", attachment=row.name, error=error)
            return None
        if code not in OUTCOMES:
            telemetry.log().warning("scan.failed", attachment=row.name, why=f"exit code {code}")
        return OUTCOMES.get(code) if code is not None else None

    async def exit_code(self, row: Row) -> int | None:
        """Run the program: it gets the file, a path to find programs, and nothing else of ours."""
        key = await self.context.attachments.key(row.owner)
        if key is None:
            return None
        process = await asyncio.create_subprocess_exec(
            *shlex.split(self.command),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", os.defpath)},
            cwd="/",
            start_new_session=True,
        )
        try:
            async for piece in content(self.context, row, key):
                if not await fed(process, piece):
                    break
            if process.stdin:
                process.stdin.close()
            return await process.wait()
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()


async def fed(process: asyncio.subprocess.Process, piece: bytes) -> bool:
    """Whether the program takes more; one that has seen enough may end."""
    if process.stdin is None:
        return False
    try:
        process.stdin.write(piece)
        await process.stdin.drain()
    except (BrokenPipeError, ConnectionResetError):
        return False
    return True
