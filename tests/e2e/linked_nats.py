"""A NATS cluster whose servers reach one another over links that can be cut.

Promises the same cluster otherwise, and that a server which is cut off still answers its clients.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Self

from deploy.embedded.nats import Membership, Nats
from deploy.embedded.nats_cluster import NatsCluster
from deploy.embedded.ports import HOST
from tests.e2e.links import Link


@dataclass(frozen=True)
class LinkedMembership(Membership):
    """Reached by way of links, also by whoever hears of it from a third server."""

    reached_at: int = 0

    def configuration(self) -> dict[str, object]:
        return {**super().configuration(), "advertise": f"{HOST}:{self.reached_at}"}


class LinkedNats(NatsCluster):
    """`cut_off` ends what leads from and to one of its servers."""

    links: dict[tuple[str, str], Link]
    heard_of: dict[str, Link]

    @classmethod
    def over(cls, cluster: NatsCluster) -> Self:
        """The servers of a cluster that was not started yet."""
        made = cls.__new__(cls)
        made.__dict__.update(vars(cluster))
        made.links, made.heard_of = {}, {}
        for each in made.nodes:
            made.join(each)
        return made

    def join(self, node: Nats) -> None:
        """Its links to the others, and the one by which they may hear of it."""
        own = node.membership
        assert own is not None
        others = [each for each in self.nodes if each is not node]
        for other in others:
            assert other.membership is not None
            self.links[node.name, other.name] = Link(other.membership.port, known=True)
        self.heard_of[node.name] = Link(own.port, known=True)
        node.membership = LinkedMembership(
            own.port,
            tuple(self.links[node.name, other.name].port for other in others),
            own.password,
            reached_at=self.heard_of[node.name].port,
        )

    @property
    def all_links(self) -> list[Link]:
        return [*self.links.values(), *self.heard_of.values()]

    async def start(self) -> None:
        for each in self.all_links:
            await each.open()
        await super().start()

    async def stop(self) -> None:
        await super().stop()
        for each in self.all_links:
            await each.close()

    @contextmanager
    def cut_off(self, node: Nats, how: str) -> Iterator[None]:
        """Between one server and the others nothing comes through."""
        between = [each for pair, each in self.links.items() if node.name in pair]
        with ExitStack() as held:
            for link in (*between, *self.heard_of.values()):
                held.enter_context(link.cut(how))
            yield
