"""Files that requests about files are about.

Promises that the log has been told of the one that is whole.
"""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

from motcua.submissions.v1 import attachments_pb2 as api

TOLD = "select count(*) from events where stream like 'attachments/%'"


async def attach(world: Any) -> None:
    """`$announced`, by the request `$announcing`; `$removable`; and `$file`, which is clean."""
    world.words["announcing"] = str(uuid.uuid4())
    for word in ("announced", "removable", "file"):
        more = f'request_id: "{world.words["announcing"]}"' if word == "announced" else ""
        request = world.request("attachment", "CreateAttachment", more)
        answer = await world.send("attachment", "CreateAttachment", request)
        world.words[word] = api.Attachment.FromString(answer).name
    request = world.request("attachment", "UploadAttachment", f'name: "{world.words["file"]}"')
    await world.send("attachment", "UploadAttachment", request)
    while await world.value("submissions", TOLD) < 2:
        await asyncio.sleep(0.05)
