"""Who reaches what on NATS: an account per service and per reader, each with one user, or two while
its password is exchanged.

Promises that what one account publishes never gets into a stream of another, not even as the reply
to a request, and that nobody hears another's replies. Must not put two readers into one account:
there they could forge for each other.
"""

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

VARIABLE = "MOTCUA_NATS_"  # in NATS's configuration: a user's password
INBOXES = "_INBOX.>"  # where client libraries have their answers sent
LEAF_REPLIES = "_R_.>"  # and where a server has those for its own accounts sent
RELEASES = "published"  # the stream that a nation reads of each member
NATION = "metrics"  # the account that reads it there
ANY_QUEUE = "> >"  # any subject by a queue group: its members of all accounts share the messages
# Of whoever is no service. Each subscription that hears a message costs the server time
# before its publisher is answered; and a subscription costs memory, and time when it ends.
CONNECTIONS, SUBSCRIPTIONS = 8, 16  # of a reader; subscriptions of each connection
OF_LEAVES = 64  # subscriptions, which servers make for one another
LARGEST_REQUEST = 256  # bytes: one filter of the longest name
# Subjects of readers' requests, in so many lanes, in the account of a stream's owner, and of what
# JetStream answers (services/readers).
REQUESTS, ANSWERS, LANES = "motcua-readers", "motcua-answers", 64
LARGEST_ANSWER = 65_536  # what a member's server sends to a nation's


@dataclass(frozen=True)
class Account:
    """A service owns streams, the first of its own name, and follows others with consumers; a
    reader owns no stream, has no JetStream, and can make no consumer. A member is where a nation's
    server meets that of a city, as its leaf node.
    """

    name: str
    reads: tuple[str, ...] = ()  # streams of other accounts
    owns: tuple[str, ...] = ()
    is_leaf: bool = False  # a reader that is another server
    is_member: bool = False

    @property
    def is_service(self) -> bool:
        """Whether it publishes."""
        return bool(self.owns)


def service(name: str, *, reads: Iterable[str] = (), also: Iterable[str] = ()) -> Account:
    """The account of a service; `also`: streams that it owns beside that of its name."""
    return Account(name, tuple(reads), (name, *also))


def reader(name: str, *, reads: Iterable[str], is_leaf: bool = False) -> Account:
    """The account of whoever only reads. `./motcua reader add` makes one while NATS runs."""
    return Account(name, tuple(reads), is_leaf=is_leaf)


def member(name: str) -> Account:
    """A nation's account of a member, `members/{name}`. It has no user: the leaf node is in it."""
    return Account(f"member-{name}", is_member=True)


ACCOUNTS = (
    service("catalog"),
    service("submissions", reads=["catalog"]),
    service("metrics", reads=["catalog", "submissions"], also=["figures", RELEASES]),
    reader("inspector", reads=["catalog", "submissions", "metrics", "figures", RELEASES]),
    reader("city", reads=["metrics", "figures"]),
)
SERVICES = tuple(each.name for each in ACCOUNTS if each.is_service)
STREAMS = tuple(stream for each in ACCOUNTS for stream in each.owns)


Users = Mapping[str, Mapping[str, str]]  # of each account the users' passwords by name


def accounts_file(accounts: Iterable[Account], users: Users) -> str:
    """What a server's configuration includes: all accounts, and no secret. Passwords stand in the
    file that it includes itself, as variables.
    """
    variables = {
        account: {user: f"${VARIABLE}{user}" for user in known} for account, known in users.items()
    }
    section = json.dumps(configuration(accounts, variables), indent=1)
    bare = re.sub(rf'"(\${VARIABLE}[^"]+)"', r"\1", section)
    return f'include "passwords.conf"\naccounts: {bare}\n'


def passwords_file(users: Users) -> str:
    """What that file includes: of each user the password, quoted, since `1e5` is a number."""
    every = (pair for known in users.values() for pair in known.items())
    return "".join(f'{VARIABLE}{name}: "{word}"\n' for name, word in every)


def configuration(accounts: Iterable[Account], users: Users) -> dict[str, Any]:
    """The server's `accounts` section."""
    accounts = list(accounts)
    members = [each for each in accounts if each.is_member]
    return {
        each.name: {
            "users": [
                {"user": user, "password": password, **permissions(each)}
                for user, password in users.get(each.name, {}).items()
            ],
            **({"jetstream": "enabled"} if each.is_service else {"limits": limits(each)}),
            "exports": [*exported(each, accounts)],
            "imports": [
                *imported(each, accounts),
                *(one for one in of_members(members) if each.name == NATION),
            ],
        }
        for each in accounts
    }


def exported(account: Account, accounts: list[Account]) -> Iterator[dict[str, Any]]:
    """What an account exports: a service its streams, and the answers to its readers' requests; a
    reader its requests, each to the owner of the stream; a member's account the API of `published`.
    """
    for stream in account.owns:
        yield from exports(stream, accounts)
    for each in readers_of(account, accounts):
        yield {"stream": f"{ANSWERS}.{each.name}.>", "accounts": [each.name]}
    for stream, owner in requested(account, accounts):
        yield {"stream": f"JS.{stream}.API.>", "accounts": [owner]}
    for action in looking(RELEASES) if account.is_member else ():
        yield {**offered(action, [NATION]), "service": f"JS.{RELEASES}.API.{action}"}


def imported(account: Account, accounts: list[Account]) -> Iterator[dict[str, Any]]:
    """What an account imports: streams, requests of the readers of its own, and answers to its own
    requests.
    """
    owners = {stream: each.name for each in accounts for stream in each.owns}
    for stream in account.reads:
        yield {"stream": {"account": owners[stream], "subject": subjects(stream)}}
        if account.is_service:
            yield from calls(stream, owners[stream])
    for each in readers_of(account, accounts):
        for stream in (stream for stream in each.reads if stream in account.owns):
            there = {"account": each.name, "subject": f"JS.{stream}.API.>"}
            yield {"stream": there, "to": f"{REQUESTS}.{lane(each)}.{each.name}.>"}
    for owner in dict.fromkeys(owner for _, owner in requested(account, accounts)):
        for heard in replies(account):
            there = {"account": owner, "subject": f"{ANSWERS}.{account.name}.{heard}"}
            yield {"stream": there, "to": heard}


def readers_of(account: Account, accounts: list[Account]) -> list[Account]:
    """The readers, not services, of an account's streams."""
    readers = (each for each in accounts if not each.is_service)
    return [each for each in readers if set(each.reads) & set(account.owns)]


def requested(account: Account, accounts: list[Account]) -> list[tuple[str, str]]:
    """The streams that a reader sends requests about, each with its owner; none of a service."""
    owners = {stream: each.name for each in accounts for stream in each.owns}
    return [] if account.is_service else [(each, owners[each]) for each in account.reads]


def lane(account: Account) -> int:
    """The lane of a reader's requests, always the same: few readers share one."""
    return zlib.crc32(account.name.encode()) % LANES


def replies(account: Account) -> tuple[str, ...]:
    """The subjects to which answers to it are sent."""
    return (INBOXES, LEAF_REPLIES) if account.is_leaf else (INBOXES,)


def of_members(members: Iterable[Account]) -> Iterator[dict[str, Any]]:
    """The stream `published` of each, whose API a nation's metrics calls `JS.member-<name>.API`."""
    for each in members:
        for action in looking(RELEASES):
            served = {"account": each.name, "subject": f"JS.{RELEASES}.API.{action}"}
            yield {"service": served, "to": f"JS.{each.name}.API.{action}"}


def permissions(account: Account) -> dict[str, Any]:
    """A reader asks for what it reads, and hears that: whatever else it tries is refused by name,
    instead of being heard by nobody. A service is alone in its account.
    """
    if account.is_service:
        return {}
    asked = [f"JS.{stream}.API.{action}" for stream in account.reads for action in looking(stream)]
    heard = [*map(subjects, account.reads), *replies(account)]
    denied = {} if account.is_leaf else {"deny": [ANY_QUEUE]}
    return {"permissions": {"publish": {"allow": asked}, "subscribe": {"allow": heard, **denied}}}


def limits(account: Account) -> dict[str, int]:
    """What one who is no service may take of the server."""
    is_leaf = account.is_leaf or account.is_member
    return {
        "max_connections": CONNECTIONS,
        "max_leafnodes": CONNECTIONS if is_leaf else 0,
        "max_subscriptions": OF_LEAVES if is_leaf else SUBSCRIPTIONS,
        "max_payload": LARGEST_ANSWER if account.is_member else LARGEST_REQUEST,
    }


def exports(stream: str, accounts: Iterable[Account]) -> Iterator[dict[str, Any]]:
    """What the owner of a stream lets others do: whoever is named, and nobody else."""
    readers = [each for each in accounts if stream in each.reads]
    if names := [each.name for each in readers]:  # an empty list would mean everybody
        yield {"stream": subjects(stream), "accounts": names}
    if names := [each.name for each in readers if each.is_service]:
        yield from (offered(action, names) for action in (*looking(stream), *consuming(stream)))


def offered(action: str, names: list[str]) -> dict[str, Any]:
    """One request of JetStream's API; those for messages are answered by as many as asked for."""
    several = action.startswith(("DIRECT.GET", "CONSUMER.MSG.NEXT"))
    answer = "stream" if several else "singleton"
    return {"service": f"$JS.API.{action}", "response_type": answer, "accounts": names}


def calls(stream: str, owner: str) -> Iterator[dict[str, Any]]:
    """The API of the owner's account as `JS.<stream>.API`: under its own name the JetStream of the
    importing account would answer.
    """
    for action in (*looking(stream), *consuming(stream)):
        there = {"account": owner, "subject": f"$JS.API.{action}"}
        yield {"service": there, "to": f"JS.{stream}.API.{action}"}


def subjects(stream: str) -> str:
    """All that is published to a stream."""
    return f"motcua.{stream}.>"


def looking(stream: str) -> tuple[str, ...]:
    """Reading a stream without changing anything."""
    return (f"STREAM.INFO.{stream}", f"DIRECT.GET.{stream}", f"DIRECT.GET.{stream}.>")


def consuming(stream: str) -> tuple[str, ...]:
    """Following a stream. Whoever may do this could also write over another's consumer."""
    return (f"CONSUMER.CREATE.{stream}.*", f"CONSUMER.MSG.NEXT.{stream}.*")
