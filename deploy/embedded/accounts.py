"""Who reaches what on NATS: an account per service and per reader, each with one user of its name.

Promises that what one account publishes never gets into a stream of another, not even as the reply
to a request, and that nobody hears another's replies. Must not put two readers into one account:
there they could forge for each other.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

VARIABLE = "MOTCUA_NATS_"  # in NATS's configuration: a user's password
INBOXES = "_INBOX.>"  # where client libraries have their answers sent


@dataclass(frozen=True)
class Account:
    """A service owns streams, the first of its own name, and follows others with consumers; a
    reader owns no stream, has no JetStream, and can make no consumer.
    """

    name: str
    reads: tuple[str, ...] = ()  # streams of other accounts
    owns: tuple[str, ...] = ()

    @property
    def is_service(self) -> bool:
        """Whether it publishes."""
        return bool(self.owns)


def service(name: str, *, reads: Iterable[str] = (), also: Iterable[str] = ()) -> Account:
    """The account of a service; `also`: streams that it owns beside that of its name."""
    return Account(name, tuple(reads), (name, *also))


def reader(name: str, *, reads: Iterable[str]) -> Account:
    """The account of whoever only reads. `./motcua reader add` makes one while NATS runs."""
    return Account(name, tuple(reads))


ACCOUNTS = (
    service("catalog"),
    service("submissions", reads=["catalog"]),
    service("metrics", reads=["catalog", "submissions"], also=["figures"]),
    reader("inspector", reads=["catalog", "submissions", "metrics", "figures"]),
    reader("city", reads=["metrics", "figures"]),
)
SERVICES = tuple(each.name for each in ACCOUNTS if each.is_service)
STREAMS = tuple(stream for each in ACCOUNTS for stream in each.owns)


def accounts_file(accounts: Iterable[Account]) -> str:
    """What a server's configuration includes: all accounts, and no secret. Passwords stand in the
    file that it includes itself, as variables.
    """
    accounts = list(accounts)
    variables = {each.name: f"${VARIABLE}{each.name}" for each in accounts}
    section = json.dumps(configuration(accounts, variables), indent=1)
    bare = re.sub(rf'"(\${VARIABLE}[^"]+)"', r"\1", section)
    return f'include "passwords.conf"\naccounts: {bare}\n'


def passwords_file(passwords: Mapping[str, str]) -> str:
    """What that file includes: of each account the password, quoted, since `1e5` is a number."""
    return "".join(f'{VARIABLE}{name}: "{word}"\n' for name, word in passwords.items())


def configuration(accounts: Iterable[Account], passwords: Mapping[str, str]) -> dict[str, Any]:
    """The server's `accounts` section; passwords by name."""
    accounts = list(accounts)
    owners = {stream: each.name for each in accounts for stream in each.owns}
    return {
        each.name: {
            "users": [{"user": each.name, "password": passwords[each.name], **permissions(each)}],
            **({"jetstream": "enabled"} if each.is_service else {}),
            "exports": [one for stream in each.owns for one in exports(stream, accounts)],
            "imports": [
                one for stream in each.reads for one in imports(stream, each, owners[stream])
            ],
        }
        for each in accounts
    }


def permissions(account: Account) -> dict[str, Any]:
    """A reader asks for what it reads, and hears that: whatever else it tries is refused by name,
    instead of being heard by nobody. A service is alone in its account.
    """
    if account.is_service:
        return {}
    asked = [f"JS.{stream}.API.{action}" for stream in account.reads for action in looking(stream)]
    heard = [*map(subjects, account.reads), INBOXES]
    return {"permissions": {"publish": {"allow": asked}, "subscribe": {"allow": heard}}}


def exports(stream: str, accounts: Iterable[Account]) -> Iterator[dict[str, Any]]:
    """What the owner of a stream lets others do: whoever is named, and nobody else."""
    readers = [each for each in accounts if stream in each.reads]
    if names := [each.name for each in readers]:  # an empty list would mean everybody
        yield {"stream": subjects(stream), "accounts": names}
        yield from (offered(action, names) for action in looking(stream))
    if names := [each.name for each in readers if each.is_service]:
        yield from (offered(action, names) for action in consuming(stream))


def offered(action: str, names: list[str]) -> dict[str, Any]:
    """One request of JetStream's API; those for messages are answered by as many as asked for."""
    several = action.startswith(("DIRECT.GET", "CONSUMER.MSG.NEXT"))
    answer = "stream" if several else "singleton"
    return {"service": f"$JS.API.{action}", "response_type": answer, "accounts": names}


def imports(stream: str, account: Account, owner: str) -> Iterator[dict[str, Any]]:
    """The stream's subjects by their own names, and the API of its account as `JS.<stream>.API`:
    under its own name the importing account's JetStream would answer.
    """
    yield {"stream": {"account": owner, "subject": subjects(stream)}}
    for action in (*looking(stream), *(consuming(stream) if account.is_service else ())):
        offered = {"account": owner, "subject": f"$JS.API.{action}"}
        yield {"service": offered, "to": f"JS.{stream}.API.{action}"}


def subjects(stream: str) -> str:
    """All that is published to a stream."""
    return f"motcua.{stream}.>"


def looking(stream: str) -> tuple[str, ...]:
    """Reading a stream without changing anything."""
    return (f"STREAM.INFO.{stream}", f"DIRECT.GET.{stream}", f"DIRECT.GET.{stream}.>")


def consuming(stream: str) -> tuple[str, ...]:
    """Following a stream. Whoever may do this could also write over another's consumer."""
    return (f"CONSUMER.CREATE.{stream}.*", f"CONSUMER.MSG.NEXT.{stream}.*")
