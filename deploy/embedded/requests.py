"""What another command asks of whoever runs a stack: a file in its directory, answered by another.

Who runs a stack is the parent of its servers, and alone can end and start them.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from deploy.embedded.directory import Directory
from deploy.embedded.errors import StackError

REQUEST, ANSWER = "request.json", "answer.json"
LOOKS_EVERY = 0.1
TAKEN_WITHIN, DONE_WITHIN = 5.0, 600.0  # seconds

Does = Callable[[], Awaitable[str]]  # what is asked for; returns what became of it


async def ask(directory: Directory, what: str) -> str:
    """What became of it. Raises StackError where it was not done, or nobody answers."""
    id_ = uuid4().hex
    request = directory.write_private(REQUEST, json.dumps({"id": id_, "what": what}))
    began = time.monotonic()
    while (waits := read(request).get("id") == id_) or time.monotonic() < began + DONE_WITHIN:
        answer = read(directory.root / ANSWER)
        ours = answer.get("id") == id_  # or of an earlier request
        if not ours and (not waits or time.monotonic() > began + TAKEN_WITHIN):
            break
        if ours and "failed" in answer:
            raise StackError(answer["failed"])
        if ours and "done" in answer:
            return answer["done"]
        await asyncio.sleep(LOOKS_EVERY)
    if waits:  # else it was taken, or another one's lies there
        request.unlink(missing_ok=True)
    raise StackError("whoever runs the stack does not answer: is it `./motcua up`?")


async def attend(directory: Directory, offered: Mapping[str, Does]) -> None:
    """Do what is asked for, one after another, until cancelled."""
    (directory.root / REQUEST).unlink(missing_ok=True)  # of somebody who waits no longer
    while True:
        if request := read(directory.root / REQUEST):
            id_ = {"id": request["id"]}
            answer(directory, id_)  # it was taken
            (directory.root / REQUEST).unlink()
            answer(directory, id_ | await outcome(offered.get(request["what"])))
        await asyncio.sleep(LOOKS_EVERY)


def answer(directory: Directory, words: Mapping[str, str]) -> None:
    """Where the disk is full nobody is answered, and whoever asked says so."""
    with suppress(OSError):
        directory.write_private(ANSWER, json.dumps(words))


async def outcome(does: Does | None) -> dict[str, str]:
    """What was done, or why it was not."""
    if does is None:
        return {"failed": "the stack that runs is none for which this can be done"}
    try:
        return {"done": await does()}
    except (StackError, OSError) as failed:
        return {"failed": str(failed)}


def read(path: Path) -> dict[str, str]:
    """A file that is there whole, or not at all."""
    try:
        found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found
