"""Callers of every stream without an end, who go on from where they were whenever it ends.

Promises to note each change that came, each end, and a position that goes back. Must not ask again
for what they have.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import grpc
from google.rpc import error_details_pb2

from motcua.catalog.v1 import catalog_pb2 as catalog
from motcua.metrics.v1 import metrics_pb2 as metrics
from motcua.metrics.v1 import watching_pb2 as figures
from motcua.submissions.v1 import counter_pb2 as counters
from motcua.submissions.v1 import dossier_queries_pb2 as queries
from motcua.submissions.v1 import filings_pb2 as filings
from motcua.submissions.v1 import petitions_pb2 as petitions
from services.console.portal.client import Portal
from services.console.portal.patience import detail, passes

WARD = "units/ward-1"


@dataclass
class Watcher:
    """One of them; `work` until it is cancelled."""

    method: Any
    request: Callable[[Any], Any]  # from where on
    bearer: Any
    place: Any = 0
    came: list[tuple[int, Any]] = field(default_factory=list)  # position and answer
    ends: Counter[str] = field(default_factory=Counter)  # by reason or code

    async def work(self) -> None:
        """Again and again from the last place."""
        while True:
            call = self.method(self.request(self.place), metadata=self.bearer)
            try:
                async for answer in call:
                    self.take(answer)
                self.ends["no reason"] += 1
            except grpc.aio.AioRpcError as failed:
                if not passes(failed):
                    raise
                said = detail(failed, error_details_pb2.ErrorInfo)
                self.ends[said.reason if said else failed.code().name] += 1
            await asyncio.sleep(0.02)

    def take(self, answer: Any) -> None:
        """One more answer."""
        assert answer.position >= self.place
        self.came.append((answer.position, answer))
        self.place = answer.position

    def told(self, name: str) -> Iterator[tuple[int, Any]]:
        """Of the answers that hold a field, the position and that field."""
        for position, answer in self.came:
            if answer.HasField(name):
                yield position, getattr(answer, name)

    def newest(self, name: str) -> dict[str, Any]:
        """What was told last of each resource."""
        return {each.name: each for _, each in self.told(name)}


class FigureWatcher(Watcher):
    """It goes on from a token, and has the figure told last."""

    rate: Any = None

    def take(self, answer: Any) -> None:
        if answer.HasField("change"):
            self.rate = answer.change.rate
        else:
            self.place = answer.checkpoint.resume_token


def of_every_method(portal: Portal, figure: metrics.GetRateRequest) -> dict[str, Watcher]:
    """One for each, by its method's name."""
    everywhere, ward = {"after_position": 0}, {"unit": WARD}
    found = [
        (portal.catalog.WatchCatalog, catalog.WatchCatalogRequest, "editor", everywhere),
        (portal.dossier_queries.WatchDossiers, queries.WatchDossiersRequest, "officer", everywhere),
        (portal.filings.WatchFilings, filings.WatchFilingsRequest, "portal", everywhere),
        (portal.petitions.WatchPetitions, petitions.WatchPetitionsRequest, "officer", everywhere),
        (portal.counters.WatchQueue, counters.WatchQueueRequest, "officer", ward),
    ]
    watchers = {
        kind.DESCRIPTOR.name.removesuffix("Request"): Watcher(
            method, after(kind, fixed), portal.bearer(role)
        )
        for method, kind, role, fixed in found
    }
    watchers["WatchFigures"] = FigureWatcher(
        portal.watches.WatchFigures,
        lambda token: figures.WatchFiguresRequest(figures=[figure], resume_token=token),
        portal.bearer("inspector"),
        place="",
    )
    return watchers


def after(kind: Any, fixed: dict[str, Any]) -> Callable[[int], Any]:
    """A request from a position on."""
    return lambda position: kind(**{**fixed, "after_position": position})
