"""What a client that has none of our files learns from the server itself.

Promises that everything it may be answered with can be resolved, in both versions of reflection.
"""

from typing import Any

import grpc
import pytest
from google.protobuf import descriptor_pool
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.message_factory import GetMessageClass
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2 as messages

from tests.chassis.echo import Client, Echo, refused, request, running

VERSIONS = ("v1", "v1alpha")
DETAILS = ("ErrorInfo", "LocalizedMessage", "RequestInfo", "BadRequest", "RetryInfo", "Status")


async def asked(client: Client, version: str, **question: str) -> Any:
    """One answer. The messages of both versions are the same bytes."""
    call = client.channel.stream_stream(
        f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
        request_serializer=messages.ServerReflectionRequest.SerializeToString,
        response_deserializer=messages.ServerReflectionResponse.FromString,
    )(iter([messages.ServerReflectionRequest(**question)]))
    [answer] = [each async for each in call]
    return answer


@pytest.mark.parametrize("version", VERSIONS)
async def test_every_service_is_listed_and_found(version: str) -> None:
    async with running(Echo()) as client:
        listed = await asked(client, version, list_services="")
        names = {each.name for each in listed.list_services_response.service}
        for name in names:
            found = await asked(client, version, file_containing_symbol=name)
            assert found.file_descriptor_response.file_descriptor_proto, name
    assert names == {
        "motcua.echo.v1.EchoService",
        "motcua.chassis.v1.IdentityService",
        "grpc.health.v1.Health",
        "grpc.reflection.v1.ServerReflection",
        "grpc.reflection.v1alpha.ServerReflection",
    }


@pytest.mark.parametrize("version", VERSIONS)
async def test_an_error_can_be_read_by_who_has_no_file(version: str) -> None:
    pool = descriptor_pool.DescriptorPool()
    async with running(Echo()) as client:
        for name in DETAILS:
            found = await asked(client, version, file_containing_symbol=f"google.rpc.{name}")
            learn(pool, found.file_descriptor_response.file_descriptor_proto)
        with pytest.raises(grpc.aio.AioRpcError) as failed:
            await client.call("Ask", request(text=""))
    trailing = dict(failed.value.trailing_metadata() or ())
    status: Any = kind(pool, "google.rpc.Status").FromString(trailing["grpc-status-details-bin"])
    told = [kind(pool, each.TypeName()).FromString(each.value) for each in status.details]
    [bad] = [each for each in told if each.DESCRIPTOR.name == "BadRequest"]
    assert bad.field_violations[0].field == "text"


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_method_is_found_by_its_full_name(version: str) -> None:
    service = "motcua.echo.v1.EchoService"
    async with running(Echo()) as client:
        found = await asked(client, version, file_containing_symbol=f"{service}.Ask")
        assert found.file_descriptor_response.file_descriptor_proto
        unknown = await asked(client, version, file_containing_symbol=f"{service}.Nothing")
    assert unknown.error_response.error_code == grpc.StatusCode.NOT_FOUND.value[0]


def learn(pool: descriptor_pool.DescriptorPool, files: list[bytes]) -> None:
    """Files come in any order, some more than once."""
    rest = [FileDescriptorProto.FromString(each) for each in files]
    while rest:
        each = rest.pop(0)
        try:
            pool.Add(each)
        except TypeError:
            rest.append(each)


def kind(pool: descriptor_pool.DescriptorPool, name: str) -> Any:
    return GetMessageClass(pool.FindMessageTypeByName(name))


async def test_health_is_told_to_everybody_by_name() -> None:
    async with running(Echo()) as client:
        health = health_pb2_grpc.HealthStub(client.channel)
        for name in ("", "motcua.echo.v1.EchoService"):
            answer = await health.Check(health_pb2.HealthCheckRequest(service=name))
            assert answer.status == health_pb2.HealthCheckResponse.SERVING
        stale = (("authorization", "Bearer of-yesterday"),)
        await health.Check(health_pb2.HealthCheckRequest(), metadata=stale)
        said = await refused(health.Check(health_pb2.HealthCheckRequest(service="x")))
        assert (said.code, said.reason) == (grpc.StatusCode.NOT_FOUND, "SERVICE_NOT_SERVED")
        states = (await health.List(health_pb2.HealthListRequest())).statuses
        assert "motcua.echo.v1.EchoService" in states
