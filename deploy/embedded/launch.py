"""The last step before a child's own program: drop to its user, tie its life to its parent's,
become the program.

Run as a script with the standard library alone, so that the parent never runs Python between fork
and exec, where threads of other libraries would hang it. Must not return: it ends as the program or
with code 111.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1
FAILED = 111


def drop_to(*, user: str, uid: int, gid: int) -> None:
    """Become that user for good; only root can, and only root needs to."""
    if os.geteuid() != 0 or uid == 0:
        return
    os.initgroups(user, gid)
    os.setgid(gid)
    os.setuid(uid)


def die_with(*, parent: int, signal: int) -> None:
    """Ask for `signal` when the parent ends; after the change of user, since that clears the
    request.
    """
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(FAILED)


def main(arguments: list[str]) -> None:
    """Arguments: parent's pid, signal at its end, user name, uid, gid, then the program and its
    own.
    """
    parent, signal, user, uid, gid, *program = arguments
    drop_to(user=user, uid=int(uid), gid=int(gid))
    die_with(parent=int(parent), signal=int(signal))
    os.execv(program[0], program)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(sys.argv[1:])
