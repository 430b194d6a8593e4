"""The address of a password that was exchanged: as the one before, but for who connects.

Promises that nothing which spoke TLS speaks plain text afterwards. Starts no server.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deploy.embedded.description import Description
from deploy.embedded.directory import prepare
from deploy.embedded.exchange import Exchange


@pytest.mark.parametrize("scheme", ["tls", "nats"])
def test_who_connected_under_tls_still_does(data_dir: Path, scheme: str) -> None:
    ports = (4222, 4223)
    before = ",".join(f"{scheme}://city:former@127.0.0.1:{port}" for port in ports)
    described = Description(
        data_dir=str(prepare(data_dir).root),
        pid=1,
        postgres_dsn="",
        nats_urls={"city": before},
        servers={},
        services={},
        replicas={},
        pages="",
        pages_password="",
    )
    exchange = Exchange(described)
    exchange.rings.introduce("nats.city")
    found = exchange.url("city", "city_2").split(",")
    form = rf"{scheme}://city_2:[0-9a-f]{{64}}@127\.0\.0\.1:(\d+)"
    assert [int(each[1]) for one in found if (each := re.fullmatch(form, one))] == [*ports]
