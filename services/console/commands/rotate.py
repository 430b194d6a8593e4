"""`./motcua rotate`: keys and passwords of the stack exchanged while it runs, one kind at a time.

Promises that what was made under a retired key still verifies, opens or signs in until `--finish`
takes it away, and that a step which was broken off goes on at the next call. Must show no secret.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import click

from services.console import terminal
from services.console.instants import LOCAL
from services.console.outcome import Difference, Mistake, Unavailable
from services.console.portal.addresses import SERVICES
from services.console.portal.connection import run, stack
from services.console.portal.location import data_option
from services.console.portal.operation import answered, ended


class Kind(NamedTuple):
    """What is exchanged: rings by their names, or something of its own."""

    what: str
    setting: str = ""
    rings: tuple[str, ...] = ()


KINDS = {
    "secrets": Kind(
        "fingerprints of requests, citizens' secrets, page tokens",
        "MOTCUA_SECRET_KEYS",
        tuple(f"secret.{each}" for each in SERVICES),
    ),
    "sealing": Kind(
        "personal data", "MOTCUA_SEALING_KEYS", ("sealing.catalog", "sealing.submissions")
    ),
    "log": Kind(
        "what is published, and tree heads",
        "MOTCUA_LOG_KEYS",
        tuple(f"log.{each}" for each in SERVICES),
    ),
    "payments": Kind("test payments", "MOTCUA_TEST_PAYMENT_KEYS", ("payments.submissions",)),
    "sessions": Kind("sessions of the pages", "MOTCUA_SECRET_KEYS", ("secret.pages",)),
    "tokens": Kind("access tokens of the stack's own issuer"),
    "publisher": Kind("signatures of reports"),
    "nats": Kind("passwords of services and readers on NATS"),
    "postgres": Kind("passwords of roles of PostgreSQL"),
    "pages": Kind("the operator's password for the pages"),
}
ENDLESS = ("publisher", "postgres", "pages")  # of which nothing is retired that could go


class Asked(NamedTuple):
    """How a kind is to be exchanged."""

    kind: str
    of: Sequence[str]  # services or readers; all without any
    leaked: bool
    republish: bool


@click.command()
@click.argument("kind", required=False, type=click.Choice(list(KINDS)))
@click.option("--of", multiple=True, metavar="NAME", help="Only of this service or reader.")
@click.option("--finish", is_flag=True, help="Take away what is retired, where nothing needs it.")
@click.option("--leaked", is_flag=True, help="With --finish: also what may still be met.")
@click.option("--republish", is_flag=True, help="With --finish log: publish logs again, first.")
@data_option
def rotate(
    *,
    kind: str | None,
    of: Sequence[str],
    finish: bool,
    leaked: bool,
    republish: bool,
    data: Path | None,
) -> None:
    """Exchange keys or passwords of a kind; without one, show which there are and since when."""
    refuse_unsuitable(kind, finish=finish, leaked=leaked, republish=republish)

    async def work() -> None:
        async with stack(data) as described:
            asked = Asked(kind or "", of, leaked, republish)
            await (finishing if finish else exchanging if kind else showing)(described, asked)

    run(work())


def refuse_unsuitable(kind: str | None, *, finish: bool, leaked: bool, republish: bool) -> None:
    """Mistake for options that say nothing here."""
    if finish and (not kind or kind in ENDLESS):
        raise Mistake(f"nothing of {kind or 'every kind'} is retired: name another KIND")
    if leaked and not finish:
        raise Mistake("--leaked belongs to --finish")
    if republish and not (finish and kind == "log"):
        raise Mistake("--republish belongs to log --finish")


def chosen(names: Sequence[str], of: Sequence[str]) -> list[str]:
    """Those asked for of `log.catalog` and the like, or of `catalog`."""
    if unknown := sorted(set(of) - {each.rpartition(".")[2] for each in names}):
        raise Mistake(
            f"nothing of this kind is of {', '.join(unknown)}: without a KIND all are shown, and "
            "readers that were added have `reader rotate NAME`"
        )
    return [each for each in names if not of or each.rpartition(".")[2] in of]


async def showing(described: Any, _: Asked) -> None:
    """Every ring with the states of its keys."""
    from deploy.embedded.exchange import TOKENS, Exchange  # noqa: PLC0415 - slow to load
    from deploy.embedded.tokens import believed, key_id  # noqa: PLC0415

    exchange = Exchange(described)
    for kind, (what, _setting, rings) in KINDS.items():
        terminal.say(f"{kind}: {what}")
        for ring in rings or tuple(f"nats.{each}" for each in accounts() if kind == "nats"):
            show(ring, exchange.rings.keys(ring))
        if kind == TOKENS:
            ids = list(map(key_id, believed(exchange.directory.root)))
            show(kind, exchange.noted.states(kind, ids))


def show(name: str, keys: Sequence[Any]) -> None:
    """One ring."""
    for key in keys:
        since = f"{key.since.astimezone(LOCAL):%Y-%m-%d %H:%M}" if key.since else ""
        terminal.say(f"  {name:<22} {key.id:<44} {key.state:<11} {since}".rstrip())


def accounts() -> list[str]:
    """On NATS, those that come with the software."""
    from deploy.embedded.accounts import ACCOUNTS  # noqa: PLC0415

    return [each.name for each in ACCOUNTS]


async def exchanging(described: Any, asked: Asked) -> None:
    """Introduce, use and retire."""
    from deploy.embedded.exchange import Exchange  # noqa: PLC0415

    exchange, kind = Exchange(described), KINDS[asked.kind]
    if not kind.rings:
        await OWN_WAYS[asked.kind](exchange, asked)
        return
    if asked.kind == "sessions" and not described.pages:
        raise Unavailable("the pages do not run here: start the stack with ./motcua up")
    rings = chosen(kind.rings, asked.of)
    used = await asyncio.gather(*(exchange.ring(ring, kind.setting) for ring in rings))
    for ring, key in zip(rings, used, strict=True):
        terminal.say(f"{ring}: {key} is used, those before are retired")
        if asked.kind == "sealing":
            await rewrap(described, ring.rpartition(".")[2])


async def rewrap(described: Any, service: str) -> None:
    """Bring all that is sealed under the current key."""
    if await ended(described, service, ["rewrap"]):
        raise Unavailable(f"{service} was not brought under the new key: see its log, and repeat")
    terminal.say(f"{service}: all that is sealed is under it")


async def exchange_tokens(exchange: Any, _: Asked) -> None:
    """Of the issuer."""
    terminal.say(f"tokens: {await exchange.tokens()} signs, those before still verify")


async def exchange_publisher(exchange: Any, _: Asked) -> None:
    """Of the publisher."""
    terminal.say(f"publisher: reports are signed by the holder of {exchange.publisher()}")


async def exchange_accounts(exchange: Any, asked: Asked) -> None:
    """Of NATS."""
    for account in chosen(accounts(), asked.of):
        name = await exchange.account(account)
        stays = "" if account in SERVICES else "; give its new address, in stack.json, to who reads"
        terminal.say(f"nats.{account}: {name} is its user, the one before can still connect{stays}")


async def exchange_postgres(exchange: Any, _: Asked) -> None:
    """Of PostgreSQL."""
    from deploy.embedded import passwords  # noqa: PLC0415

    names = await passwords.exchange_postgres(exchange)
    terminal.say(f"postgres: new passwords of {', '.join(names)}; connections go on")


async def exchange_pages(exchange: Any, _: Asked) -> None:
    """Of whoever operates the stack."""
    from deploy.embedded import passwords  # noqa: PLC0415

    passwords.exchange_operators(exchange)
    terminal.say("pages: another password, which ./motcua up shows; sessions go on")


OWN_WAYS: Mapping[str, Callable[[Any, Asked], Awaitable[None]]] = {
    "tokens": exchange_tokens,
    "publisher": exchange_publisher,
    "nats": exchange_accounts,
    "postgres": exchange_postgres,
    "pages": exchange_pages,
}


async def finishing(described: Any, asked: Asked) -> None:
    """Take away what is retired; a Difference where something still needs it."""
    from deploy.embedded.exchange import Exchange  # noqa: PLC0415
    from deploy.embedded.removal import Needed, Removal  # noqa: PLC0415

    removal = Removal(Exchange(described), partial(answered, described), leaked=asked.leaked)
    needed = list[str]()
    for name, take in parts(removal, asked):
        if asked.republish:
            await ended(described, name.rpartition(".")[2], ["republish"])
        try:
            gone = await take()
        except Needed as why:
            needed.append(str(why))
        else:
            terminal.say(f"{name}: {', '.join(gone) or 'nothing'} went")
    if needed:
        raise Difference("; ".join(needed))


def parts(removal: Any, asked: Asked) -> list[tuple[str, Callable[[], Awaitable[list[str]]]]]:
    """What is taken away one by one, by its name."""
    if asked.kind == "tokens":
        return [("tokens", removal.tokens)]
    if asked.kind == "nats":
        names = chosen(accounts(), asked.of)
        return [(f"nats.{each}", partial(removal.account, each)) for each in names]
    names = chosen(KINDS[asked.kind].rings, asked.of)
    return [(each, partial(removal.ring, asked.kind, each)) for each in names]
