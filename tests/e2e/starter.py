"""A process that starts a stack, says where on standard output, and waits to be told or killed.

Promises one line of JSON once the stack runs, and a clean stop when standard input closes. Not a
test itself.
"""

import asyncio
import dataclasses
import json
import sys
from pathlib import Path

from deploy.embedded.errors import StackError
from deploy.embedded.stack import Stack


async def main(data_dir: Path) -> None:
    """Run the stack without services until standard input ends."""
    running = await Stack(data_dir).start(services=False)
    await running.create_databases("catalog")
    sys.stdout.write(json.dumps(dataclasses.asdict(running.describe())) + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await running.stop()


if __name__ == "__main__":
    try:
        asyncio.run(main(Path(sys.argv[1])))
    except StackError as refused:
        sys.exit(str(refused))
