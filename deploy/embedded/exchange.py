"""The exchange of secrets of a stack that runs: a key is introduced everywhere, then used, and the
one before is retired until it can go.

Promises that each step can be repeated after a broken one, and that no process ever meets a key
that it does not know. Must not remove anything: `removal.py` does, and asks what still needs it.
"""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from deploy.embedded import description
from deploy.embedded.accounts import ACCOUNTS, SERVICES
from deploy.embedded.description import Description
from deploy.embedded.directory import Directory
from deploy.embedded.identity import choose
from deploy.embedded.known_keys import wait_until_known
from deploy.embedded.publisher import exchange_certificate
from deploy.embedded.readers import Readers
from deploy.embedded.reload import must_connect, reload
from deploy.embedded.rings import Noted, Rings, State, bus_users, user
from deploy.embedded.secret_files import SecretFiles
from deploy.embedded.tokens import FILE, NEXT, RING, believed, generate, key_id, public_half

TOKENS, PUBLISHER = "tokens", "publisher"


class Exchange:
    """Of one stack."""

    def __init__(self, described: Description) -> None:
        self.described = described
        self.directory = Directory(Path(described.data_dir), choose(Path(described.data_dir)))
        self.rings, self.files = Rings(self.directory), SecretFiles(self.directory)
        self.noted = Noted(self.directory)

    async def ring(self, name: str, setting: str) -> str:
        """Of a ring such as `log.catalog`; the id of the key that is used now."""
        of = name.rpartition(".")[2]
        new = self.rings.introduce(name)
        self.files.ring(name)
        await wait_until_known(self.described, of, setting=setting, key=new, used=False)
        self.rings.use(name, new)
        self.files.ring(name)
        await wait_until_known(self.described, of, setting=setting, key=new, used=True)
        return new

    async def tokens(self) -> str:
        """Of the key that signs tokens."""
        new = self.next_token_key()
        public, id_ = public_half(new), key_id(public_half(new))
        known = believed(self.directory.root)
        self.files.public(RING, "".join([*known, *([] if public in known else [public])]))
        await self.every_service_knows(id_, used=False)
        before = key_id(known[0])
        self.files.public(RING, "".join([public, *(each for each in known if each != public)]))
        await self.every_service_knows(id_, used=True)
        self.directory.write_private(FILE, new)
        (self.directory.root / NEXT).unlink()
        self.noted.note(TOKENS, id_, State.CURRENT)
        self.noted.note(TOKENS, before, State.RETIRED)
        return id_

    def next_token_key(self) -> str:
        """One that waits for its use, or a new one."""
        path = self.directory.root / NEXT
        if not path.exists():
            self.directory.write_private(NEXT, generate())
        return path.read_text(encoding="ascii")

    async def every_service_knows(self, key: str, *, used: bool) -> None:
        """A key of tokens."""
        wanted: dict[str, Any] = {"setting": "MOTCUA_TOKEN_KEYS", "key": key, "used": used}
        await asyncio.gather(
            *(wait_until_known(self.described, each, **wanted) for each in SERVICES)
        )

    async def account(self, account: str) -> str:
        """Of the password of an account on NATS: a second user; its name."""
        ring = f"nats.{account}"
        new = self.rings.introduce(ring)
        await self.tell_nats()
        name = user(account, new)
        await must_connect(self.url(account, name), self.described.trust)
        self.rings.use(ring, new)
        if account in SERVICES:
            self.files.bus(account, self.url(account, name))
        self.describe(nats_urls={**self.described.nats_urls, account: self.url(account, name)})
        return name

    async def tell_nats(self) -> None:
        """Which users there are."""
        users = {each.name: bus_users(self.rings, each.name) for each in ACCOUNTS}
        Readers(self.directory).configure(ACCOUNTS, users)
        await reload(self.described)

    def url(self, account: str, name: str) -> str:
        """How a user of an account connects, under TLS where that is so."""
        password = bus_users(self.rings, account)[name]
        found = map(urlsplit, self.described.nats_urls[account].split(","))
        where = ((each.scheme, each.netloc.rpartition("@")[2]) for each in found)
        return ",".join(f"{scheme}://{name}:{password}@{at}" for scheme, at in where)

    def publisher(self) -> str:
        """Of the key that signs reports; the fingerprint of the certificate from now on."""
        made = exchange_certificate(self.directory)
        self.noted.note(PUBLISHER, made, State.CURRENT)
        return made

    def describe(self, **changes: object) -> None:
        """Let other commands find it; whoever runs the stack says the same at the next occasion."""
        self.described = replace(self.described, **changes)  # type: ignore[arg-type]
        description.write(self.directory, self.described)
