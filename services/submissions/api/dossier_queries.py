"""DossierQueryService: each message becomes one call and one reply, or a stream of them.

Nothing is changed by asking.
"""
# ruff: noqa: N802, ARG002 — the contract names the methods, gRPC hands each a context

from collections.abc import AsyncIterator
from typing import Any

from motcua.submissions.v1 import dossier_queries_pb2 as api
from motcua.submissions.v1.dossier_queries_pb2_grpc import DossierQueryServiceServicer
from services.submissions.api import histories, listing, reconciling, watching
from services.submissions.api.context import Context


class DossierQueries(DossierQueryServiceServicer):
    """Serves motcua.submissions.v1.DossierQueryService."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def ListDossiers(
        self, request: api.ListDossiersRequest, context: Any
    ) -> api.ListDossiersResponse:
        """A page of the dossiers that the units of a subtree have."""
        dossiers, token = await listing.list_dossiers(self._context, request)
        return api.ListDossiersResponse(dossiers=dossiers, next_page_token=token)

    async def ListDueDossiers(
        self, request: api.ListDueDossiersRequest, context: Any
    ) -> api.ListDueDossiersResponse:
        """A page of those that fall due, the first due first."""
        dossiers, token = await listing.list_due_dossiers(self._context, request)
        return api.ListDueDossiersResponse(dossiers=dossiers, next_page_token=token)

    async def GetDossierHistory(
        self, request: api.GetDossierHistoryRequest, context: Any
    ) -> api.DossierHistory:
        """A dossier as it was at a moment, with its facts."""
        return await histories.get_history(self._context, request)

    async def BatchGetDossierHistories(
        self, request: api.BatchGetDossierHistoriesRequest, context: Any
    ) -> api.BatchGetDossierHistoriesResponse:
        """Several, as many as an answer holds."""
        return await histories.get_histories(self._context, request)

    async def WatchDossiers(
        self, request: api.WatchDossiersRequest, context: Any
    ) -> AsyncIterator[api.WatchDossiersResponse]:
        """Every change after a position, and then every one that comes."""
        async for answer in watching.watch(self._context, request):
            yield answer

    async def ReconcilePortals(
        self, request: api.ReconcilePortalsRequest, context: Any
    ) -> api.ReconcilePortalsResponse:
        """What became of what each portal filed, by day."""
        return await reconciling.reconcile_portals(self._context, request)
