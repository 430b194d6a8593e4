"""SubmitDossiers in a trace: a span for each dossier, below the stream's, and nothing personal.

Promises spans in memory, in place of a collector. Must not wait for a clock.
"""

from __future__ import annotations

from collections.abc import Iterator

import asyncpg
import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis import telemetry
from tests.submissions.house import House, submission
from tests.waiting import until

STREAM = "motcua.submissions.v1.DossierService/SubmitDossiers"
ALONE = "motcua.submissions.v1.DossierService/SubmitDossier"


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    telemetry.trace_to(provider, 1.0)
    yield kept
    telemetry.stop()


async def test_each_dossier_has_a_span_with_its_outcome(
    house: House, spans: InMemorySpanExporter
) -> None:
    person = {"full_name": "Nguyễn Thị Bí Mật"}
    requests = [
        submission(applicant=person),
        submission(offering="services/nothing/offerings/ward-1"),
        submission(),
    ]
    call = house.calls.SubmitDossiers(
        iter([api.SubmitDossiersRequest(submissions=requests)]), **house.caller("portal")
    )
    (answered,) = [each async for each in call]
    await until(lambda: any(each.name == STREAM for each in spans.get_finished_spans()))
    finished = spans.get_finished_spans()
    (stream,) = (each for each in finished if each.name == STREAM)
    alone = [each for each in finished if each.name == ALONE]
    assert [each.parent.span_id for each in alone if each.parent] == [stream.context.span_id] * 3
    codes = sorted(str((each.attributes or {})["rpc.response.status_code"]) for each in alone)
    assert codes == ["NOT_FOUND", "OK", "OK"]
    assert all(each.status.is_unset for each in alone)  # a refusal is no fault of ours
    ids = {f"{each.context.span_id:016x}" for each in alone}
    names = [each.submitted.dossier.name for each in answered.answers if each.HasField("submitted")]
    connection = await asyncpg.connect(house.database.owner_dsn)
    query = "select traceparent from events where stream = any($1)"
    recorded = [row["traceparent"] for row in await connection.fetch(query, names)]
    await connection.close()
    assert len(recorded) == len(set(recorded)) == 2
    assert {each.split("-")[2] for each in recorded} < ids
    said = " ".join(each.to_json() for each in finished)
    assert "Bí Mật" not in said
    assert "B\\u00ed" not in said
