"""The exchange of passwords that have no second one beside them: PostgreSQL's roles, and the one
with which the operator signs in to the pages.

PostgreSQL keeps connections when a password changes; new ones read it from a file, and try again
when it is just being exchanged. Promises that what was broken off is mended by a repetition.
"""

import secrets
from dataclasses import replace
from urllib.parse import urlsplit

import asyncpg

from deploy.embedded.accounts import SERVICES
from deploy.embedded.credentials import BYTES
from deploy.embedded.databases import ensure_role
from deploy.embedded.exchange import Exchange
from deploy.embedded.postgres import NAME
from deploy.embedded.secret_files import operators
from deploy.embedded.standby import ROLE, write_passfile

NEXT = ".next"  # a password that the server may have already


async def exchange_postgres(exchange: Exchange) -> list[str]:
    """Of every role; their names."""
    connection = await administrator(exchange)
    try:
        known = {each["rolname"] for each in await connection.fetch("SELECT rolname FROM pg_roles")}
        owned = [f"{each}{suffix}" for each in SERVICES for suffix in ("", "_owner")]
        names = [each for each in (*owned, ROLE, NAME) if each in known]
        for name in names:
            await exchange_role(exchange, connection, name)
    finally:
        await connection.close()
    await (await administrator(exchange)).close()
    return names


async def exchange_role(exchange: Exchange, connection: asyncpg.Connection, role: str) -> None:
    """One password: noted before the server gets it, so that it is never lost."""
    credentials, name = exchange.files.credentials, kept_as(role)
    new = credentials.known.get(f"{name}{NEXT}") or secrets.token_hex(BYTES)
    credentials.keep(f"{name}{NEXT}", new)
    await ensure_role(connection, role, password=new)
    credentials.keep(name, new)
    if role == ROLE:
        write_passfile(exchange.directory, new)
    elif role == NAME:
        described = exchange.described
        servers = {
            key: replace(each, dsn=with_password(each.dsn, new)) if each.dsn else each
            for key, each in described.servers.items()
        }
        exchange.describe(postgres_dsn=with_password(described.postgres_dsn, new), servers=servers)
    else:
        exchange.files.passfile(role)
    credentials.forget(f"{name}{NEXT}")


def kept_as(role: str) -> str:
    """The name of a role's password among the secrets."""
    return NAME if role == NAME else f"{NAME}.{role}"


async def administrator(exchange: Exchange) -> asyncpg.Connection:
    """A connection, also after an exchange that was broken off."""
    dsn, known = exchange.described.postgres_dsn, exchange.files.credentials.known
    for password in filter(None, (known.get(NAME), known.get(f"{NAME}{NEXT}"))):
        try:
            return await asyncpg.connect(with_password(dsn, password))
        except asyncpg.InvalidPasswordError as refused:
            failed = refused
    raise failed


def with_password(dsn: str, password: str) -> str:
    """The same address with another password."""
    parts = urlsplit(dsn)
    where = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{parts.username}:{password}@{where}").geturl()


def exchange_operators(exchange: Exchange) -> None:
    """Of the operator's password for the pages: the one before ends within seconds."""
    exchange.files.credentials.keep("pages", secrets.token_hex(BYTES))
    exchange.files.password()
    exchange.describe(pages_password=operators(exchange.files.credentials))
