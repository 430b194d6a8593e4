"""One database per service, with an owner who migrates it and a plain role who serves from it.

Promises that a role reaches its own database only, so that a join across services is impossible.
Must not make tables or grant on them: a service's migrations do.
"""

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass

import asyncpg

from deploy.embedded.credentials import Credentials
from deploy.embedded.parts import PostgresServer

SCRAM_ITERATIONS = 4096  # PostgreSQL's default


@dataclass(frozen=True)
class Database:
    """How a service reaches its database, and how its migrations do. The role is named like the
    database.
    """

    name: str
    dsn: str
    owner_dsn: str


async def ensure_databases(
    *names: str, postgres: PostgresServer, credentials: Credentials
) -> list[Database]:
    """Make what is missing, and set the passwords that the data directory keeps."""
    connection = await asyncpg.connect(postgres.dsn())
    try:
        await connection.execute("REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC")
        made = [describe(name, postgres=postgres, credentials=credentials) for name in names]
        for name in names:
            await ensure_database(connection, name, credentials=credentials)
    finally:
        await connection.close()
    return made


def describe(name: str, *, postgres: PostgresServer, credentials: Credentials) -> Database:
    """The addresses of one database."""
    plain, owner = (
        credentials.secret(f"postgres.{name}"),
        credentials.secret(f"postgres.{name}_owner"),
    )
    return Database(
        name=name,
        dsn=postgres.dsn(database=name, user=name, password=plain),
        owner_dsn=postgres.dsn(database=name, user=f"{name}_owner", password=owner),
    )


async def ensure_database(
    connection: asyncpg.Connection, name: str, *, credentials: Credentials
) -> None:
    """Two roles and their database."""
    owner = f"{name}_owner"
    for role in (owner, name):
        await ensure_role(connection, role, password=credentials.secret(f"postgres.{role}"))
    if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", name):
        await connection.execute(f'CREATE DATABASE "{name}" OWNER "{owner}" TEMPLATE template0')
    await open_to_its_role(connection, name)


async def open_to_its_role(connection: asyncpg.Connection, name: str) -> None:
    """Let the plain role of that name connect, and nobody else but the owner."""
    await connection.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
    await connection.execute(f'GRANT CONNECT, TEMPORARY ON DATABASE "{name}" TO "{name}"')


async def ensure_role(connection: asyncpg.Connection, role: str, *, password: str) -> None:
    """A role that may log in and nothing else. The server gets what it keeps of the password: it
    may log statements.
    """
    known = await connection.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", role)
    verb = "ALTER" if known else "CREATE"
    iterations = int(await connection.fetchval("SHOW scram_iterations"))
    kept = verifier(password, iterations=iterations)
    await connection.execute(f"{verb} ROLE \"{role}\" LOGIN PASSWORD '{kept}'")


def verifier(password: str, *, iterations: int = SCRAM_ITERATIONS) -> str:
    """What PostgreSQL keeps of a password (SCRAM-SHA-256, RFC 5803)."""
    salt = os.urandom(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, iterations)
    client, server = (
        hmac.digest(salted, each, "sha256") for each in (b"Client Key", b"Server Key")
    )
    stored = hashlib.sha256(client).digest()
    texts = (base64.b64encode(each).decode() for each in (salt, stored, server))
    return "SCRAM-SHA-256${}:{}${}:{}".format(iterations, *texts)
