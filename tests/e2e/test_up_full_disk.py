"""`./motcua up` on a disk that somebody else fills: it stays up, and all goes on with room again.

Promises a file system of its own, which only root can make; elsewhere it is skipped.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from deploy.embedded.directory import make_temporary
from tests.e2e.test_up_keeps_up import up
from tests.waiting import until

pytestmark = pytest.mark.long
PART = bytes(1 << 20)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """Of 400 MB, of which a stack that does nothing takes a sixth."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can make a small disk")
    disk = make_temporary()
    made = ["mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", str(disk)]
    if subprocess.run(made, check=False, capture_output=True).returncode:
        pytest.skip("this machine mounts no tmpfs")
    disk.chmod(0o711)
    yield disk
    subprocess.run(["umount", str(disk)], check=True)
    disk.rmdir()


def fill(path: Path) -> bool:
    """With a file that is somebody else's, up to the last byte."""
    with path.open("ab", buffering=0) as file:
        while shutil.disk_usage(path.parent).free:  # servers take some, and give some back
            with suppress(OSError):
                file.write(PART)
    return True


async def test_a_full_disk_does_not_end_the_stack(small_disk: Path) -> None:
    async with up(small_disk / "data", "--tls") as running:
        fill(small_disk / "somebody")
        os.kill(running.pids()["catalog"], signal.SIGKILL)
        somebody = small_disk / "somebody"  # who takes what is given back meanwhile, too
        await until(lambda: fill(somebody) and running.has_printed("No space left on device"))
        assert running.process.returncode is None
        (small_disk / "somebody").unlink()
        await until(lambda: running.has_printed("catalog is up again"))
        await until(running.answers)
