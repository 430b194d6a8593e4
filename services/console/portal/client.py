"""The services as a portal sees them: one gRPC channel each, a token for the role, and patience.

Promises to repeat a call that is unavailable or late with the very same request, so that nothing is
done twice, and to say in the user's language what was refused and what to do. Must not import a
service.
"""

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

import grpc
from google.rpc import error_details_pb2

from deploy.embedded.description import Description
from deploy.embedded.tokens import OPERATOR
from motcua.catalog.v1.calendars_pb2_grpc import CalendarServiceStub
from motcua.catalog.v1.catalog_pb2_grpc import CatalogServiceStub
from motcua.catalog.v1.intake_pb2_grpc import IntakeServiceStub
from motcua.catalog.v1.officers_pb2_grpc import OfficerServiceStub
from motcua.catalog.v1.targets_pb2_grpc import TargetServiceStub
from motcua.chassis.v1.identity_pb2_grpc import IdentityServiceStub
from motcua.chassis.v1.operations_pb2_grpc import OperationServiceStub
from motcua.metrics.v1.definitions_pb2_grpc import DefinitionServiceStub
from motcua.metrics.v1.estimates_pb2_grpc import EstimateServiceStub
from motcua.metrics.v1.federation_pb2_grpc import FederationServiceStub
from motcua.metrics.v1.leagues_pb2_grpc import LeagueServiceStub
from motcua.metrics.v1.metrics_pb2_grpc import MetricsServiceStub
from motcua.metrics.v1.publications_pb2_grpc import PublicationServiceStub
from motcua.metrics.v1.published_pb2_grpc import PublishedFigureServiceStub
from motcua.metrics.v1.receipts_pb2_grpc import ReceiptServiceStub
from motcua.metrics.v1.reconciliation_pb2_grpc import ReconciliationServiceStub
from motcua.metrics.v1.scores_pb2_grpc import ScoreServiceStub
from motcua.metrics.v1.statements_pb2_grpc import StatementServiceStub
from motcua.metrics.v1.watching_pb2_grpc import WatchServiceStub
from motcua.submissions.v1.attachments_pb2_grpc import AttachmentServiceStub
from motcua.submissions.v1.counter_pb2_grpc import CounterServiceStub
from motcua.submissions.v1.counts_pb2_grpc import CountServiceStub
from motcua.submissions.v1.dossier_queries_pb2_grpc import DossierQueryServiceStub
from motcua.submissions.v1.drafts_pb2_grpc import DraftServiceStub
from motcua.submissions.v1.filings_pb2_grpc import FilingServiceStub
from motcua.submissions.v1.payments_pb2_grpc import PaymentServiceStub
from motcua.submissions.v1.personal_data_pb2_grpc import PersonalDataServiceStub
from motcua.submissions.v1.petitions_pb2_grpc import PetitionServiceStub
from motcua.submissions.v1.slips_pb2_grpc import SlipServiceStub
from motcua.submissions.v1.sources_pb2_grpc import SourceServiceStub
from motcua.submissions.v1.submissions_pb2_grpc import DossierServiceStub
from services.console.outcome import Problem, Refused, Unavailable, language, spoken
from services.console.portal.answers import understood
from services.console.portal.bearers import LEFT, Signing, Texts
from services.console.portal.installation import SERVICE_HEADER, SERVICES, Installation, of_stack
from services.console.portal.patience import Asking, Patience, detail, details, name_of, passes

Reply = TypeVar("Reply")
Metadata = tuple[tuple[str, str], ...]
EXPIRED = "TOKEN_EXPIRED"
STREAM_TAKES = 300.0

AGAIN = (
    "Hãy thử lại: không yêu cầu nào được thực hiện hai lần. Nhật ký của dịch vụ cho biết thêm.",
    "Try again: no request is carried out twice. The service's log says more.",
)
MAYBE_DONE = (
    "Yêu cầu có thể đã được thực hiện: hãy kiểm tra trước khi thử lại.",
    "It may have been carried out: look before you try again.",
)
ADVICE = {
    grpc.StatusCode.PERMISSION_DENIED: (
        "Dùng vai trò khác hoặc đơn vị khác: ./motcua whoami cho biết các vai trò của bạn.",
        "Use another role or another unit: ./motcua whoami shows yours.",
    ),
    grpc.StatusCode.NOT_FOUND: ("Kiểm tra lại tên.", "Check the name."),
    grpc.StatusCode.INVALID_ARGUMENT: (
        "Sửa yêu cầu rồi thử lại.",
        "Correct the request and try again.",
    ),
}


class Portal:
    """The three services of an installation, such as a stack that runs on this machine."""

    patience = Patience()

    def __init__(self, at: Installation | Description) -> None:
        self.installation = of_stack(at) if isinstance(at, Description) else at
        self.channels = {name: self.installation.channel(name) for name in SERVICES}
        self.catalog = CatalogServiceStub(self.channels["catalog"])
        self.calendars = CalendarServiceStub(self.channels["catalog"])
        self.targets = TargetServiceStub(self.channels["catalog"])
        self.officers = OfficerServiceStub(self.channels["catalog"])
        self.intake = IntakeServiceStub(self.channels["catalog"])
        self.submissions = DossierServiceStub(self.channels["submissions"])
        self.dossier_queries = DossierQueryServiceStub(self.channels["submissions"])
        self.filings = FilingServiceStub(self.channels["submissions"])
        self.personal_data = PersonalDataServiceStub(self.channels["submissions"])
        self.counts = CountServiceStub(self.channels["submissions"])
        self.payments = PaymentServiceStub(self.channels["submissions"])
        self.slips = SlipServiceStub(self.channels["submissions"])
        self.counters = CounterServiceStub(self.channels["submissions"])
        self.drafts = DraftServiceStub(self.channels["submissions"])
        self.attachments = AttachmentServiceStub(self.channels["submissions"])
        self.petitions = PetitionServiceStub(self.channels["submissions"])
        self.sources = SourceServiceStub(self.channels["submissions"])
        self.metrics = MetricsServiceStub(self.channels["metrics"])
        self.definitions = DefinitionServiceStub(self.channels["metrics"])
        self.reconciliations = ReconciliationServiceStub(self.channels["metrics"])
        self.publications = PublicationServiceStub(self.channels["metrics"])
        self.published = PublishedFigureServiceStub(self.channels["metrics"])
        self.receipts = ReceiptServiceStub(self.channels["metrics"])
        self.estimates = EstimateServiceStub(self.channels["metrics"])
        self.federation = FederationServiceStub(self.channels["metrics"])
        self.leagues = LeagueServiceStub(self.channels["metrics"])
        self.scores = ScoreServiceStub(self.channels["metrics"])
        self.watches = WatchServiceStub(self.channels["metrics"])
        self.statements = StatementServiceStub(self.channels["metrics"])
        # What every service offers of itself, by service and contract.
        self.own = {
            name: (OperationServiceStub(channel), IdentityServiceStub(channel))
            for name, channel in self.channels.items()
        }

    async def __aenter__(self) -> "Portal":
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*(channel.close() for channel in self.channels.values()))

    def bearer(self, role: str, unit: str = "*", subject: str = OPERATOR) -> Metadata:
        """The metadata of a caller who holds one role within one unit. Who has a token of his own
        is nobody else.
        """
        token = self.installation.bearer.token(role, unit, subject)
        return (("authorization", f"Bearer {token}"),) if token else ()

    async def renewed(
        self, role: str, unit: str = "*", subject: str = OPERATOR, *, lasting: float = LEFT
    ) -> Metadata:
        """The same, by a token that lives so many seconds yet, if there is one."""
        await self.installation.bearer.renew(lasting)
        return self.bearer(role, unit, subject)

    async def call(
        self,
        method: Callable[..., Awaitable[Reply]],
        request: Any,
        *,
        role: str,
        unit: str = "*",
        subject: str = OPERATOR,
    ) -> Reply:
        """The answer; what is only unavailable, or late, is asked again, for a while, with the
        same content.
        """
        asking = Asking(request, self.patience)
        while True:
            try:
                bearer = await self.renewed(role, unit, subject)
                reply = await method(request, metadata=bearer, timeout=asking.takes)
                return understood(reply, name_of(asking.request))
            except grpc.aio.AioRpcError as failed:
                await self.must_ask_again(failed, asking, role, unit, subject)

    async def operate(self, service: str, method: str, request: Any, *, role: str) -> Any:
        """The answer of one service to what every service offers of its own kind."""
        called = next(getattr(stub, method) for stub in self.own[service] if hasattr(stub, method))

        async def named(request: Any, *, metadata: Metadata, timeout: float) -> Any:  # noqa: ASYNC109
            header = (SERVICE_HEADER, service)
            return await called(request, metadata=(*metadata, header), timeout=timeout)

        return await self.call(named, request, role=role)

    async def stream(
        self, method: Callable[..., Any], request: Any, *, role: str
    ) -> AsyncIterator[Any]:
        """The answers of a streaming read: until the first one it is asked again as a call is, and
        is not repeated half-way. A feed goes on after the last position that came.
        """
        asking, begun = Asking(request, self.patience), False
        is_feed = "after_position" in request.DESCRIPTOR.fields_by_name
        while True:
            try:
                bearer = await self.renewed(role, lasting=STREAM_TAKES)
                async for reply in method(request, metadata=bearer, timeout=STREAM_TAKES):
                    begun, told = not is_feed, understood(reply, name_of(asking.request))
                    if is_feed:
                        request.after_position = told.position
                        asking = Asking(request, self.patience)
                    yield told
            except grpc.aio.AioRpcError as failed:
                if begun:
                    asking.attempts += 1
                    raise self.explained(failed, asking) from None
                await self.must_ask_again(failed, asking, role)
            else:
                return

    async def must_ask_again(
        self,
        failed: grpc.aio.AioRpcError,
        asking: Asking,
        role: str,
        unit: str = "*",
        subject: str = OPERATOR,
    ) -> None:
        """Wait until the same is to be asked again: with another token once, otherwise as long as
        patience lasts. Raises what the service said where it is not to be.
        """
        if not asking.has_renewed and await self.has_another(failed, role, unit, subject):
            asking.has_renewed = True
        elif not await asking.again(failed):
            raise self.explained(failed, asking) from None

    async def has_another(
        self, failed: grpc.aio.AioRpcError, role: str, unit: str = "*", subject: str = OPERATOR
    ) -> bool:
        """Whether a call ended because its token had, and there is another one now."""
        info, bearer = detail(failed, error_details_pb2.ErrorInfo), self.installation.bearer
        if not info or info.reason != EXPIRED:
            return False
        ended = bearer.token(role, unit, subject)
        await bearer.renew(math.inf)
        return bearer.token(role, unit, subject) != ended

    def explained(self, failed: grpc.aio.AioRpcError, asking: Asking | None = None) -> Problem:
        """What the service says, what was waited for, and what this caller can do."""
        return explained(failed, self.installation.bearer.advice, asking)


def explained(
    failed: grpc.aio.AioRpcError,
    token_advice: Texts = Signing.advice,
    asking: Asking | None = None,
) -> Problem:
    """The service's own words in the user's language, its stable reason, and what to do."""
    code = failed.code()
    if passes(failed):
        waited = [asking.waited] if asking else []
        is_safe = asking is None or asking.may_repeat(failed)
        advice = spoken(*(AGAIN if is_safe else MAYBE_DONE))
        return Unavailable("\n".join([f"{message(failed)} ({code.name})", *waited, advice]))
    info = detail(failed, error_details_pb2.ErrorInfo)
    reason = info.reason if info else code.name
    advised = {**ADVICE, grpc.StatusCode.UNAUTHENTICATED: token_advice}
    vi, en = advised.get(code, ("", ""))
    lines = [f"{message(failed)} [{reason}]", *fields(failed), vi if language() == "vi" else en]
    return Refused("\n".join(line for line in lines if line), reason=reason, code=code.name)


def message(failed: grpc.aio.AioRpcError) -> str:
    """In the user's language where the service speaks it."""
    texts = {
        text.locale[:2]: text.message
        for text in details(failed, error_details_pb2.LocalizedMessage)
    }
    return texts.get(language()) or failed.details() or failed.code().name


def fields(failed: grpc.aio.AioRpcError) -> list[str]:
    """Which fields of the request are meant; of several, with what is wrong with each."""
    bad = detail(failed, error_details_pb2.BadRequest)
    found = list(bad.field_violations) if bad else []
    if len(found) > 1:
        vi = language() == "vi"
        return [f"{each.field}: {in_words(each, vi=vi)} [{each.reason}]" for each in found]
    return [f"{'Trường' if language() == 'vi' else 'Field'}: {each.field}" for each in found]


def in_words(violation: Any, *, vi: bool) -> str:
    """What is wrong with one field."""
    return str(violation.localized_message.message if vi else violation.description)
