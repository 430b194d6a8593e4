"""Clusters of PostgreSQL by copying one that initdb made, which takes a sixth of the CPU.

Promises each its own password and owner, and the options of a real one. Must not serve tests of two
clusters that are told apart by their identifiers: copies have that of the one that was copied.
"""

from __future__ import annotations

import atexit
import os
import shlex
import shutil
import signal
from pathlib import Path

from deploy.embedded import postgres
from deploy.embedded.directory import make_temporary
from deploy.embedded.identity import Identity
from deploy.embedded.postgres import Postgres
from deploy.embedded.processes import Child

# The first makes what is copied, under a name of its own until it is whole: two may begin at once.
# A password reaches nobody's command line: it is read from a pipe, and `printf` is the shell's own.
COPY = """
set -e
IFS= read -r password <"/dev/fd/$1"
if [ ! -d "$2/whole" ]; then
  printf x >"$2/$$.password"
  "$4/initdb" -D "$2/$$" --pwfile="$2/$$.password" $5
  mv -T "$2/$$" "$2/whole" || [ -d "$2/whole" ]
fi
cp -a "$2/whole/." "$3"
printf 'ALTER ROLE "%s" PASSWORD '"'%s'"'\\n' "$6" "$password" |
  "$4/postgres" --single -D "$3" -c fsync=off "$6" >/dev/null
"""
made: dict[Identity, Path] = {}


def kept_for(identity: Identity) -> Path:
    """Where this process keeps what is copied, as that user has to own it."""
    if identity not in made:
        path = made[identity] = make_temporary()
        identity.own(path)
        atexit.register(removed, path, of=os.getpid())
    return made[identity]


def removed(path: Path, *, of: int) -> None:
    """At the end of the process that made it, and of none that it forked."""
    if os.getpid() == of:
        shutil.rmtree(path, ignore_errors=True)


def run_initdb(self: Postgres, target: Path) -> Child:
    """See `Postgres.run_initdb`, in whose place it is."""
    reading, writing = os.pipe()
    try:
        if os.geteuid() == 0:
            os.fchown(reading, self.directory.identity.uid, self.directory.identity.gid)
        os.write(writing, f"{self.password}\n".encode())
        os.close(writing)
        place, options = kept_for(self.directory.identity), shlex.join(postgres.CLUSTER)
        words = (reading, place, target, self.programs, options, postgres.NAME)
        argv = ["/bin/sh", "-c", COPY, "copy", *map(str, words)]
        return Child(self.program(argv, death_signal=signal.SIGKILL, keep=(reading,)))
    finally:
        os.close(reading)
