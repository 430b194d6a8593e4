"""`./motcua fuzz` finds what does not hold, and writes a file that sends the same call again.

Promises a server of each fault, over gRPC. That ours have none is tried in `test_bad_input.py`.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.any_pb2 import Any as Packed
from google.rpc import code_pb2, error_details_pb2, status_pb2

from motcua.catalog.v1 import catalog_pb2 as catalog
from services.console.development.fuzzing import calls, contracts
from services.console.development.fuzzing.corpus import Corpus
from services.console.development.fuzzing.making import Maker, broken
from services.console.development.fuzzing.session import Session
from services.console.outcome import Mistake

SERVICE = catalog.DESCRIPTOR.services_by_name["CatalogService"]
METHODS = [
    contracts.method_of("catalog", SERVICE.full_name, SERVICE.methods_by_name[each])
    for each in ("GetUnit", "OpenUnit", "WatchCatalog")
]
Answer = Callable[[Any], Any]


def trailers(*languages: str, reason: str = "NO") -> tuple[tuple[str, bytes], ...]:
    """The details of a refusal."""
    status = status_pb2.Status(code=code_pb2.INVALID_ARGUMENT, message="no")
    texts = [error_details_pb2.LocalizedMessage(locale=each, message="x") for each in languages]
    for each in ([error_details_pb2.ErrorInfo(reason=reason)] if reason else []) + texts:
        packed = Packed()
        packed.Pack(each)
        status.details.append(packed)
    return (("grpc-status-details-bin", status.SerializeToString()),)


@asynccontextmanager
async def serving(answer: Answer, directory: Path | None = None) -> AsyncIterator[Session]:
    """A run against a server of which every method answers like that."""

    class Generic(grpc.GenericRpcHandler):  # type: ignore[misc]
        def service(self, _: Any) -> Any:
            async def handle(__: Any, context: Any) -> AsyncIterator[bytes]:
                await answer(context)
                yield b""

            return grpc.unary_stream_rpc_method_handler(handle)

    server = grpc.aio.server()
    server.add_generic_rpc_handlers((Generic(),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        known = {each.process + each.path: each for each in METHODS}
        yield Session({"catalog": channel}, known, lambda _: "", "s", directory=directory)
    await server.stop(None)


def refusing(code: grpc.StatusCode, *languages: str, reason: str = "NO") -> Answer:
    async def answer(context: Any) -> None:
        await context.abort(code, "no", trailers(*languages, reason=reason))

    return answer


REFUSED = grpc.StatusCode.INVALID_ARGUMENT


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (refusing(REFUSED, "vi", "en"), ""),
        (refusing(REFUSED, "en"), "NO in other words"),
        (refusing(REFUSED, "vi", "en", reason=""), "INVALID_ARGUMENT without a reason"),
        (refusing(grpc.StatusCode.INTERNAL, "vi", "en"), "INTERNAL NO"),
        (refusing(grpc.StatusCode.UNKNOWN, "vi", "en"), "UNKNOWN NO"),
        (refusing(grpc.StatusCode.UNAVAILABLE, reason=""), "UNAVAILABLE without a reason"),
    ],
)
async def test_what_does_not_hold_is_found_and_nothing_else(answer: Answer, found: str) -> None:
    async with serving(answer) as ran:
        await ran.run(calls=40)
    assert {each.what.partition(":")[0] for each in ran.failures} == ({found} if found else set())


async def test_a_file_of_a_failure_sends_the_very_same_call(tmp_path: Path) -> None:
    async with serving(refusing(grpc.StatusCode.INTERNAL), tmp_path / "failures") as ran:
        await ran.run(calls=40)
        written = {each.call for each in ran.failures}
        read = {calls.read(path) for path in (tmp_path / "failures").iterdir()}
        assert read == written
        patient = [each for each in read if each.manner is calls.Manner.PLAIN and not each.endless]
        again = await ran.send(min(patient, key=lambda each: each.trace))
        assert again.code is grpc.StatusCode.INTERNAL


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"messages": ["?"]}'])
def test_a_file_that_holds_no_call_is_a_mistake(tmp_path: Path, text: str) -> None:
    (tmp_path / "call.json").write_text(text, encoding="utf-8")
    with pytest.raises(Mistake, match="holds no call"):
        calls.read(tmp_path / "call.json")


def test_the_same_seed_makes_the_same_calls() -> None:
    corpus = Corpus()
    corpus.note(METHODS[0].path, catalog.GetUnitRequest(name="units/a").SerializeToString())
    made = [[Maker(seed, METHODS, corpus).call(n) for n in range(50)] for seed in "aab"]
    assert made[0] == made[1] != made[2]
    assert {each.path for each in made[0]} == {each.path for each in METHODS}


def test_requests_are_learned_and_few_are_kept() -> None:
    corpus = Corpus()
    for number in range(100):
        corpus.note("/a", str(number).encode())
    assert len(corpus.requests["/a"]) == 40
    unit = catalog.Unit(name="units/a", etag='"7"').SerializeToString()
    corpus.learn(catalog.Unit.DESCRIPTOR, unit)
    assert list(corpus.texts) == ["units/a", '"7"']
    corpus.learn(catalog.Unit.DESCRIPTOR, b"\xff")
    assert any(broken(random.Random(n), unit) != unit for n in range(5))
