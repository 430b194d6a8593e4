"""What `./motcua audit` shows of a running city: its readings, and a refusal that was made for it.

Must not need anything of the city but that somebody's personal data was opened once.
"""

from __future__ import annotations

import json
from typing import Any

import grpc
import pytest

from deploy.embedded.stack import Stack
from motcua.metrics.v1 import metrics_pb2 as api
from motcua.metrics.v1.metrics_pb2_grpc import MetricsServiceStub
from tests.e2e.commands import motcua
from tests.waiting import until


async def refusals_and_readings_are_shown(stack: Stack) -> None:
    """To programs as documented, page by page, and to people."""
    await refused(stack)

    async def listed() -> Any:
        found = await shown(stack, "metrics", "--kind", "permission", "--unit", "units/song-van")
        return found["metrics"]["entries"]

    await until(listed)
    (entry,) = await listed()
    assert (entry["kind"], entry["reason"], entry["unit"]) == (
        "KIND_PERMISSION",
        "NOT_PERMITTED",
        "units/song-van",
    )
    assert entry["method"].endswith("/ListRates")
    assert entry["count"] == "1"
    readings = (await shown(stack, "submissions", "--kind", "reading"))["submissions"]["entries"]
    assert readings
    assert all(each["resources"] and each["caller"] and each["reason"] for each in readings)
    first = (await shown(stack, "submissions", "--limit", "1"))["submissions"]
    assert len(first["entries"]) == 1
    if first["next_page"]:
        second = await shown(stack, "submissions", "--limit", "1", "--page", first["next_page"])
        assert second["submissions"]["entries"] != first["entries"]
    done = await motcua("audit", "metrics", data=stack.data_dir)
    assert "NOT_PERMITTED" in done.out


async def shown(stack: Stack, *words: str) -> Any:
    done = await motcua("audit", *words, "--json", data=stack.data_dir)
    assert done.code == 0, done.err
    return json.loads(done.out)


async def refused(stack: Stack) -> None:
    """A leader of one ward asks for another one's rates."""
    issued = await motcua("token", "leader", "--unit", "units/elsewhere", data=stack.data_dir)
    request = api.ListRatesRequest(definition="online_handling", unit="units/song-van")
    bearer = (("authorization", f"Bearer {issued.out.strip()}"),)
    async with grpc.aio.insecure_channel(stack.services["metrics"].grpc) as channel:
        with pytest.raises(grpc.aio.AioRpcError) as failed:
            await MetricsServiceStub(channel).ListRates(request, metadata=bearer)
    assert failed.value.code() is grpc.StatusCode.PERMISSION_DENIED
