"""States of a server that every suite puts it into, and takes it out of again.

Promises real servers. Must not leave the session's server as the test wanted it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from deploy.embedded.stack import Stack
from tests.waiting import until


@asynccontextmanager
async def read_only(stack: Stack) -> AsyncIterator[None]:
    """The whole server refuses to write, for sessions that are open, too."""
    admin = await asyncpg.connect(stack.postgres_dsn)
    try:
        await admin.execute("alter system set default_transaction_read_only = on")
        await admin.execute("select pg_reload_conf()")
        await until(
            lambda: admin.fetchval("select current_setting('transaction_read_only') = 'on'")
        )
        yield
    finally:
        await admin.execute("alter system reset default_transaction_read_only")
        await admin.execute("select pg_reload_conf()")
        await until(
            lambda: admin.fetchval("select current_setting('transaction_read_only') = 'off'")
        )
        await admin.close()
