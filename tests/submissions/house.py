"""A submissions service in this process over real PostgreSQL and NATS, and a stand-in catalogue.

Promises the composition root as it runs, started and stopped at will. Must not import another
service: the catalogue is a log and a relay of the chassis that tests write into.
"""

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

import asyncpg
import grpc
from cryptography.hazmat.primitives import serialization
from google.rpc import error_details_pb2, status_pb2

from deploy.embedded.databases import Database
from deploy.embedded.tokens import generate, sign
from motcua.submissions.v1 import submissions_pb2 as api
from motcua.submissions.v1.attachments_pb2_grpc import AttachmentServiceStub
from motcua.submissions.v1.counter_pb2_grpc import CounterServiceStub
from motcua.submissions.v1.counts_pb2_grpc import CountServiceStub
from motcua.submissions.v1.dossier_queries_pb2_grpc import DossierQueryServiceStub
from motcua.submissions.v1.drafts_pb2_grpc import DraftServiceStub
from motcua.submissions.v1.events_pb2 import DossierSubmitted
from motcua.submissions.v1.filings_pb2_grpc import FilingServiceStub
from motcua.submissions.v1.payments_pb2_grpc import PaymentServiceStub
from motcua.submissions.v1.personal_data_pb2_grpc import PersonalDataServiceStub
from motcua.submissions.v1.petitions_pb2_grpc import PetitionServiceStub
from motcua.submissions.v1.slips_pb2_grpc import SlipServiceStub
from motcua.submissions.v1.sources_pb2_grpc import SourceServiceStub
from motcua.submissions.v1.submissions_pb2_grpc import DossierServiceStub
from services.chassis.keys import Keyring
from services.submissions import __main__ as process
from services.submissions.domain.registry import REGISTRY
from services.submissions.settings import Settings
from tests.submissions.fake_catalogue import KEYS, FakeCatalogue

DAY = timedelta(days=1)
PAYMENT_KEY = b"a key of payments in tests"
OFFERING = "services/birth/offerings/ward"
OFFICER = "officer.test"  # on duty everywhere
SERVICE = api.DESCRIPTOR.services_by_name["DossierService"]
REQUESTS: dict[str, Any] = {
    each.name: getattr(api, each.input_type.name) for each in SERVICE.methods
}


class House:
    """The service; `start` and `stop` may alternate on the same data."""

    def __init__(
        self,
        database: Database,
        nats_url: str,
        catalogue: FakeCatalogue,
        *,
        blobs: str = "memory:///",
    ) -> None:
        self.database = database
        self.catalogue = catalogue
        self.key = generate()
        self.settings = settings(database, nats_url, self.key, blobs=blobs)
        self.task: asyncio.Task[None] | None = None
        self.channel: grpc.aio.Channel | None = None
        self.calls: Any = None
        self.queries: Any = None
        self.filings: Any = None
        self.persons: Any = None  # the calls about personal data
        self.counts: Any = None  # the call about counted facts
        self.files: Any = None  # the calls about attachments
        self.payments: Any = None  # the calls about payments through providers
        self.slips: Any = None  # the call about slips
        self.counters: Any = None  # the calls about tickets
        self.petitions: Any = None
        self.sources: Any = None  # whose the names of other systems are
        self.drafts: Any = None

    async def start(self) -> Self:
        """Serve, and connect a client."""
        ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.task = asyncio.create_task(process.serve(self.settings, ready.set_result))
        await asyncio.wait([self.task, ready], return_when=asyncio.FIRST_COMPLETED)
        if self.task.done():
            self.task.result()
        self.channel = grpc.aio.insecure_channel(ready.result())
        self.calls = DossierServiceStub(self.channel)
        self.queries = DossierQueryServiceStub(self.channel)
        self.filings = FilingServiceStub(self.channel)
        self.persons = PersonalDataServiceStub(self.channel)
        self.counts = CountServiceStub(self.channel)
        self.files = AttachmentServiceStub(self.channel)
        self.payments = PaymentServiceStub(self.channel)
        self.slips = SlipServiceStub(self.channel)
        self.counters = CounterServiceStub(self.channel)
        self.petitions = PetitionServiceStub(self.channel)
        self.sources = SourceServiceStub(self.channel)
        self.drafts = DraftServiceStub(self.channel)
        return self

    async def stop(self) -> None:
        """End, as at a signal."""
        if self.channel is not None and self.task is not None:
            await self.channel.close()
            self.task.cancel()
            await asyncio.wait([self.task])

    def caller(self, role: str, unit: str = "*", subject: str = "") -> dict[str, Any]:
        """What every call of this caller carries."""
        roles = [{"role": role, "unit": unit}]
        token = sign(self.key, roles=roles, subject=subject or f"{role}.test", ttl=DAY)
        return {"metadata": (("authorization", f"Bearer {token}"),), "timeout": 30}

    async def forget(self, *tables: str) -> None:
        """Lose tables' content, as an old backup does; what is read from streams is read again."""
        connection = await asyncpg.connect(self.database.owner_dsn)
        for table in tables:
            await connection.execute(f"delete from {table}")
        if "numbers" in tables:
            await connection.execute("delete from checkpoints where projection = 'submissions'")
        if "checkpoints" in tables:
            await connection.execute("delete from numbers")
        await connection.close()

    async def recorded(self, source: str) -> dict[str, Any]:
        """Every dossier of a source, by the key there."""
        connection = await asyncpg.connect(self.database.owner_dsn)
        wanted = DossierSubmitted.DESCRIPTOR.full_name
        rows = await connection.fetch("select payload from events where type = $1", wanted)
        await connection.close()
        told = [DossierSubmitted.FromString(row["payload"]) for row in rows]
        requests = {
            each.origin.key: api.GetDossierRequest(name=each.dossier)
            for each in told
            if each.origin.source == source
        }
        caller = self.caller("inspector")
        return {key: await self.calls.GetDossier(each, **caller) for key, each in requests.items()}

    async def events(self, dossier: str) -> list[Any]:
        """Every fact of a dossier, in order."""
        connection = await asyncpg.connect(self.database.owner_dsn)
        wanted = "select type, payload from events where stream = $1 order by version"
        rows = await connection.fetch(wanted, dossier)
        await connection.close()
        return [REGISTRY[row["type"]].FromString(row["payload"]) for row in rows]

    async def submit(self, *, role: str = "portal", unit: str = "*", **changed: Any) -> Any:
        """A dossier at the ward, online, unless told otherwise."""
        return await self.calls.SubmitDossier(submission(**changed), **self.caller(role, unit))

    async def step(self, method: str, name: str, *, unit: str = "*", **fields: Any) -> Any:
        """One officer's command on a dossier, as he sees it now."""
        fields = {"request_id": str(uuid.uuid4()), "etag": await self.etag(name)} | fields
        request = REQUESTS[method](name=name, **fields)
        return await getattr(self.calls, method)(request, **self.caller("officer", unit))

    async def etag(self, name: str) -> str:
        """Of a dossier as it is now; of one that nobody has, any."""
        try:
            request = api.GetDossierRequest(name=name)
            dossier = await self.calls.GetDossier(request, **self.caller("inspector"))
        except grpc.aio.AioRpcError:
            return '"1"'
        return str(dossier.etag)

    async def backfill(
        self,
        records: Sequence[api.DossierRecord],
        *,
        unit: str = "*",
        source: str = "old",
        trial: bool = False,
    ) -> api.BackfillDossiersResponse:
        """Records in messages of 50, from somebody who knows all that the catalogue said."""
        chunks = [records[start : start + 50] for start in range(0, len(records), 50)]
        known = {
            "source": source, "catalog_position": self.catalogue.position, "validate_only": trial,
        }  # fmt: skip
        requests = [api.BackfillDossiersRequest(records=each, **known) for each in chunks]
        return await self.calls.BackfillDossiers(iter(requests), **self.caller("importer", unit))


def submission(**changed: Any) -> api.SubmitDossierRequest:
    """A request with all that a test does not care about."""
    usual = {
        "offering": OFFERING,
        "receiving_unit": "units/ward",
        "channel": 1,
        "request_id": str(uuid.uuid4()),
    }
    return api.SubmitDossierRequest(**(usual | changed))


def settings(database: Database, nats_url: str, key: str, *, blobs: str = "memory:///") -> Settings:
    """What a stack would put into the environment."""
    public = process_public_key(key)
    return Settings(
        listen="127.0.0.1:0",
        database_dsn=database.dsn,
        owner_dsn=database.owner_dsn,
        nats_url=nats_url,
        token_keys=public,
        secret_keys=Keyring({"1": b"0123456789abcdef0123456789abcdef"}),
        sealing_keys=Keyring({"1": b"a sealing key of the tests"}),
        log_keys=KEYS,
        contact="1022",
        test_payments="https://pay.example/checkout",
        test_payment_keys=Keyring({"1": PAYMENT_KEY, "0": b"a retired key of payments"}),
        tracking_page="https://city.example/track?number={number}",
        blobs=blobs,
        scan_command="none",
    )


def process_public_key(key: str) -> str:
    """The public half of a private key, PEM."""
    private = serialization.load_pem_private_key(key.encode(), password=None)
    form = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.public_key().public_bytes(*form).decode()


@dataclass(frozen=True)
class Refused:
    """What a client can know about an error."""

    code: grpc.StatusCode
    reason: str
    field: str
    languages: set[str]
    fields: tuple[str, ...] = ()


async def refused(call: Any) -> Refused:
    """Await a call that must fail, and read why."""
    try:
        answer = await call
    except grpc.aio.AioRpcError as error:
        return read_error(error)
    raise AssertionError(f"answered: {answer}")


def read_error(error: grpc.aio.AioRpcError) -> Refused:
    """The details that every error carries."""
    raw = dict(error.trailing_metadata() or ()).get("grpc-status-details-bin", b"")
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    languages = set()
    for detail in status_pb2.Status.FromString(raw).details:
        detail.Unpack(info)
        detail.Unpack(bad)
        text = error_details_pb2.LocalizedMessage()
        if detail.Unpack(text):
            languages.add(text.locale)
    field = bad.field_violations[0].field if bad.field_violations else ""
    fields = tuple(each.field for each in bad.field_violations)
    return Refused(error.code(), info.reason, field, languages, fields)


async def end_of(house: House) -> int:
    """Where its log ends."""
    connection = await asyncpg.connect(house.database.owner_dsn)
    position = await connection.fetchval("select position from head")
    await connection.close()
    return int(position)


AT_REST = """
select (select position from checkpoints where projection = 'submissions')
    = (select position from head)
  and not exists (select from timers where not fired and due_at <= now())
"""


async def is_at_rest(house: House) -> bool:
    """Whether its log is read to its end, and no timer has anything to do before the next."""
    connection = await asyncpg.connect(house.database.owner_dsn)
    found = await connection.fetchval(AT_REST)
    await connection.close()
    return bool(found)
