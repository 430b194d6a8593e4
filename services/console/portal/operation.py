"""Commands of a service that run where the services run, such as `rebuild` and `fsck`.

Promises that what the service says is shown as it comes, and its log kept.
"""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.console.outcome import Unavailable


async def answered(described: Any, service: str, word: str) -> Any:
    """What a service's command says as JSON; Unavailable where it fails."""
    from deploy.embedded.operations import argv, environment  # noqa: PLC0415

    with (Path(described.data_dir) / "logs" / f"{service}.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *argv(service, [word]),
            env=environment(described, service),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
        )
        output, _ = await process.communicate()
    if process.returncode:
        raise Unavailable(f"{service} could not say what needs its keys; see its log")
    return json.loads(output)


async def ended(described: Any, service: str, words: Sequence[str]) -> int:
    """How the service's command ends."""
    from deploy.embedded.operations import argv, environment  # noqa: PLC0415

    with (Path(described.data_dir) / "logs" / f"{service}.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *argv(service, words),
            env=environment(described, service),
            stdin=asyncio.subprocess.DEVNULL,  # were it closed, a socket would get its number
            stderr=log,
        )
        try:
            return await process.wait()
        except asyncio.CancelledError:
            process.terminate()
            await process.wait()
            raise
