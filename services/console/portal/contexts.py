"""Installations that a user has named: where each is, and how somebody signs in there.

Kept as JSON in the user's configuration directory, readable by him alone. Holds no token: a sign-in
has a file of its own (`sign_ins`), and a context names the files of others.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from services.console.outcome import Mistake
from services.console.portal import private_files

LOCAL = "local"  # the stack of this machine, which needs no context
NAME = re.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass(frozen=True)
class Context:
    """One installation; files are named by their paths from the root."""

    name: str
    server: str
    ca: str = ""
    client_certificate: str = ""
    client_key: str = ""
    token: str = ""
    streams: str = ""
    issuer: str = ""
    client_id: str = ""
    scope: str = ""
    resource: str = ""

    @property
    def signs_in_at(self) -> tuple[str, str, str]:
        """For what a sign-in is made: another installation of the same name never gets it."""
        return self.server, self.issuer, self.client_id


@dataclass(frozen=True)
class Contexts:
    """All of one user, and which is in use ("": that of this machine)."""

    known: Mapping[str, Context] = field(default_factory=dict)
    current: str = ""

    @classmethod
    def of_user(cls) -> "Contexts":
        """As they are kept; none where the user has no home."""
        directory = directory_of_user()
        return read(directory / "contexts.json") if directory else cls()

    def named(self, name: str) -> Context | None:
        """One of them, None for this machine; a Mistake where it was never added."""
        if name in ("", LOCAL):
            return None
        if name not in self.known:
            known = ", ".join(sorted(self.known)) or "none"
            raise Mistake(f"there is no context {name}; known: {known} (./motcua context add)")
        return self.known[name]

    def added(self, context: Context) -> "Contexts":
        """With this one, in place of another of its name."""
        if not NAME.fullmatch(context.name) or context.name == LOCAL:
            raise Mistake(f"a context is named by letters, digits, . _ and -, and not {LOCAL}")
        return Contexts({**self.known, context.name: context}, self.current)

    def removed(self, name: str) -> "Contexts":
        """Without it; where it was in use, this machine is."""
        if self.named(name) is None:
            raise Mistake(f"{LOCAL} is this machine: there is nothing to remove")
        known = {each: context for each, context in self.known.items() if each != name}
        return Contexts(known, "" if self.current == name else self.current)

    def using(self, name: str) -> "Contexts":
        """From now on this one, or this machine."""
        self.named(name)
        return Contexts(self.known, "" if name == LOCAL else name)

    def keep(self) -> None:
        """Write them down for this user."""
        known = {name: asdict(context) for name, context in sorted(self.known.items())}
        document = {"current": self.current, "contexts": known}
        private_files.write(
            required_directory() / "contexts.json", json.dumps(document, indent=1) + "\n"
        )


def read(path: Path) -> Contexts:
    """What is kept there; a Mistake where it is something else."""
    if not (text := private_files.read(path)):
        return Contexts()
    names = {each.name for each in fields(Context)}
    try:
        kept = json.loads(text)
        known = {
            name: Context(**{field: str(each[field]) for field in names & each.keys()})
            for name, each in kept["contexts"].items()
        }
        return Contexts(known, str(kept["current"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Mistake(f"{path} holds no contexts: move it away, and add them again") from None


def directory_of_user() -> Path | None:
    """Where the user's configuration is; None where nobody says where his home is."""
    if configured := os.environ.get("XDG_CONFIG_HOME", ""):
        return Path(configured) / "motcua"
    try:
        return Path.home() / ".config" / "motcua"
    except RuntimeError:
        return None


def required_directory() -> Path:
    """The same for what has to be kept."""
    if directory := directory_of_user():
        return directory
    raise Mistake("nobody says where your home is: set HOME or XDG_CONFIG_HOME")
