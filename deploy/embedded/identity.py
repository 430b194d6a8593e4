"""Who the servers run as: PostgreSQL refuses root, so root lends them an ordinary user.

Promises the data directory's owner, else the user behind sudo, else `nobody`; for an ordinary user,
always itself. Must not change the mode or owner of anything that is not inside the data directory.
"""

import os
import pwd
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded.errors import StackError

LAUNCH = Path(__file__).with_name("launch.py")


@dataclass(frozen=True)
class Identity:
    """A user that passwd knows, which initdb insists on."""

    name: str
    uid: int
    gid: int

    def own(self, path: Path) -> None:
        """Give `path` to this user, where we may and it is not theirs already."""
        if os.geteuid() == 0 and path.lstat().st_uid != self.uid:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def may_execute(self, path: Path) -> bool:
        """Whether this user reaches and may run (or enter) `path`, asked of the kernel as that
        user.
        """
        if os.geteuid() != 0:
            return os.access(path, os.X_OK)
        question = launching(self, death_signal=9, argv=["/usr/bin/test", "-x", str(path)])
        return subprocess.run(question, check=False, cwd="/").returncode == 0


def launching(identity: Identity, *, death_signal: int, argv: list[str]) -> list[str]:
    """The command line that runs `argv` as `identity` and ends it with this process."""
    who = [identity.name, str(identity.uid), str(identity.gid)]
    return [
        sys.executable,
        "-I",
        "-S",
        str(LAUNCH),
        str(os.getpid()),
        str(death_signal),
        *who,
        *argv,
    ]


def ourselves() -> Identity:
    """The user of this process."""
    known = by_uid(os.geteuid())
    if known is None:
        raise StackError(
            f"uid {os.geteuid()} has no name in /etc/passwd, and PostgreSQL needs one: add it there"
        )
    return known


def choose(data_dir: Path | None) -> Identity:
    """Whom the servers of this data directory, or of a new one, run as."""
    if os.geteuid() != 0:
        return ourselves()
    owner = data_dir.stat().st_uid if data_dir and data_dir.exists() else 0
    for uid in (owner, int(os.environ.get("SUDO_UID") or 0)):
        known = by_uid(uid) if uid else None
        if known:
            return known
    return nobody()


def nobody() -> Identity:
    """The user that owns nothing, for a root that came without another one."""
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise StackError(
            "root needs another user to run PostgreSQL as, and there is no `nobody`"
        ) from None
    return Identity(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def by_uid(uid: int) -> Identity | None:
    """The user with this number, if passwd knows it."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return None
    return Identity(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)
