"""`python -m bench.copying DIRECTORY`: a plain copy through gRPC, in place of AttachmentService. It
writes each upload to a new file and to the disk, and does nothing else with it.

Promises gRPC's own options and generated code. Prints its port.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import grpc
import uvloop

from motcua.submissions.v1 import attachments_pb2 as api
from motcua.submissions.v1.attachments_pb2_grpc import (
    AttachmentServiceServicer,
    add_AttachmentServiceServicer_to_server,
)


class Copying(AttachmentServiceServicer):
    """Writes a file for each call."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    async def UploadAttachment(  # noqa: N802 — the contract names it
        self, request_iterator: AsyncIterator[api.UploadAttachmentRequest], context: Any
    ) -> api.Attachment:
        """The bytes as they come."""
        del context
        with tempfile.NamedTemporaryFile(dir=self.directory, delete=False) as file:
            async for each in request_iterator:
                file.write(each.data)
            file.flush()
            os.fsync(file.fileno())
            return api.Attachment(offset=file.tell())


async def main(directory: Path) -> None:
    """Serve until killed."""
    server = grpc.aio.server()
    add_AttachmentServiceServicer_to_server(Copying(directory), server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    print(port, flush=True)
    await server.wait_for_termination()


if __name__ == "__main__":
    uvloop.run(main(Path(sys.argv[1])))
