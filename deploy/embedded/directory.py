"""The data directory: what lies where, who may enter, and the lock that says a stack is running.

Promises one stack per directory: the lock is inherited by every child, so it is free only when all
of them are gone. Must not open closed ancestors nor use a directory that holds something else.
"""

import errno
import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded.errors import StackError
from deploy.embedded.identity import Identity, choose
from deploy.embedded.processes import exists

PASSABLE = 0o711
PRIVATE = 0o700
KEPT = (
    "secrets.json",
    "secrets.json.lock",
    "rotation.json",
    "rotation.json.lock",
    "token.key",
    "publisher.key",
    "publisher.crt",
    "publisher.retired.crt",
    "token.next.key",
    "ports.json",
    "readers.json",
    "readers.json.lock",
)  # an older start may have given them away
ORPHANS_END_WITHIN = 15.0
PREFERRED: list[str] = []  # where temporary directories come before the usual places


@dataclass(frozen=True)
class Directory:
    """Paths of one stack, and the user of its servers."""

    root: Path
    identity: Identity

    @property
    def lock(self) -> Path:
        """Locked while anything of the stack lives."""
        return self.root / "lock"

    @property
    def description(self) -> Path:
        """What another command reads to find the running stack."""
        return self.root / "stack.json"

    def log(self, name: str) -> Path:
        """Where a process writes its output."""
        return self.root / "logs" / f"{name}.log"

    def own(self, name: str) -> Path:
        """A directory that the servers write, and nobody else reads; made when missing."""
        path = self.folder(name, mode=PRIVATE)
        self.identity.own(path)
        return path

    def folder(self, name: str, *, mode: int = PASSABLE) -> Path:
        """A directory of ours, made when missing. A link in its place would lead what we give away
        to somewhere else.
        """
        path = self.root / name
        if path.is_symlink():
            raise StackError(f"{path} is a link: put a directory in its place")
        path.mkdir(exist_ok=True)
        path.chmod(mode)
        return path

    def write_private(self, name: str, text: str, *, for_servers: bool = False) -> Path:
        """Replace a file, at once or not at all, that only the directory's owner reads, or the
        user whom PostgreSQL and NATS run as: what those do not read they must not be able to.
        """
        path, new = self.root / name, self.root / f"{name}.{os.getpid()}.new"
        new.unlink(missing_ok=True)
        with os.fdopen(
            os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(text)
        if for_servers:
            self.identity.own(new)
        else:
            self.keep(new)
        new.replace(path)
        return path

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Nobody else changes the file of that name meanwhile, in whatever process."""
        path = self.root / f"{name}.lock"
        try:
            with os.fdopen(opened(path), "w") as file:
                os.fchmod(file.fileno(), 0o600)
                self.keep(path)
                fcntl.flock(file, fcntl.LOCK_EX)
                yield
        except PermissionError:
            raise StackError(f"{path} belongs to another user: run as that user") from None
        except OSError as refused:
            if refused.errno != errno.ELOOP:
                raise
            raise StackError(f"{path} is a link: remove it") from None

    def keep(self, path: Path) -> None:
        """Give a file to the owner of the directory: a file of root's is root's."""
        owner = self.root.stat()
        if os.geteuid() == 0 and path.lstat().st_uid != owner.st_uid:
            os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def default() -> Path:
    """Where a stack lives when nobody says: the user's own data, or the system's for root."""
    if os.geteuid() == 0:
        return Path("/var/lib/motcua")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "motcua"


def make_temporary() -> Path:
    """A new empty directory that the servers' user can reach, for a stack that leaves nothing."""
    identity = choose(None)
    usual = (tempfile.gettempdir(), "/tmp", "/var/tmp")  # noqa: S108 - mkdtemp below
    for parent in (*PREFERRED, *usual):
        if Path(parent).is_dir() and identity.may_execute(Path(parent)):
            made = Path(tempfile.mkdtemp(prefix="motcua-", dir=parent))
            made.chmod(PASSABLE)
            return made
    raise StackError(f"user {identity.name} reaches no temporary directory: name one with --data")


def prepare(root: Path) -> Directory:
    """Make the directory usable, or say why it is not."""
    root = root.expanduser().resolve()
    try:
        directory = Directory(root=root, identity=choose(root))
        refuse_foreign(directory)
        make_passable(root)
    except OSError as refused:
        raise StackError(
            f"{root} cannot be made or written ({refused.strerror}): choose another with --data"
        ) from None
    if not directory.identity.may_execute(root):
        raise StackError(
            f"user {directory.identity.name}, whom the servers run as, cannot reach {root}: a "
            "directory above it is closed. Choose another with --data, say below /var/lib or /tmp"
        )
    return directory


def refuse_foreign(directory: Directory) -> None:
    """A directory with something else in it is a typing mistake."""
    if directory.root.exists() and not directory.lock.exists() and any(directory.root.iterdir()):
        raise StackError(f"{directory.root} holds something else: choose another with --data")


def make_passable(root: Path) -> None:
    """Make it with passable parents whatever the umask; open it, but no ancestor that was there."""
    for path in [*reversed(root.parents), root]:
        if not path.exists():
            path.mkdir()
            path.chmod(PASSABLE)
    if os.geteuid() == root.stat().st_uid:  # another's directory is entered as that user
        root.chmod(root.stat().st_mode & 0o7777 | 0o111)
    os.close(opened(root / "lock"))
    if (root / "logs").is_symlink():
        raise StackError(f"{root / 'logs'} is a link: put a directory in its place")
    (root / "logs").mkdir(exist_ok=True)


def opened(path: Path) -> int:
    """A file that we write, made when missing. Whoever owns its directory may be somebody else, and
    a link of his would lead us to a file that is not his.
    """
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)


def take_lock(directory: Directory) -> int:
    """The locked descriptor. A killed starter's servers need a moment to end: wait for them."""
    descriptor = os.open(directory.lock, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    deadline = time.monotonic() + ORPHANS_END_WITHIN
    while not try_lock(descriptor, fcntl.LOCK_EX):
        if exists(starter(directory.lock)) or time.monotonic() > deadline:
            os.close(descriptor)
            raise StackError(
                f"a stack runs on {directory.root} already: stop it or choose another with --data"
            )
        time.sleep(0.05)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    for name in ("lock", *KEPT):
        if (directory.root / name).exists():
            directory.keep(directory.root / name)
    return descriptor


def starter(lock: Path) -> int:
    """The process that took the lock last; 0 when it has not said so yet."""
    return int(lock.read_text(encoding="ascii") or 0)


def try_lock(descriptor: int, kind: int) -> bool:
    """Take the lock if it is free now."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_locked(lock: Path) -> bool:
    """Whether somebody holds it, asked without keeping it."""
    try:
        descriptor = os.open(lock, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return not try_lock(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)
