"""Open data as a program fetches it from the pages of a running stack.

Promises nothing to any other test: it only reads.
"""

from __future__ import annotations

import asyncio
import csv
import io
import json
from pathlib import Path
from typing import Any, NamedTuple

from starlette.applications import Starlette

from deploy.embedded.description import attach
from services.chassis.keys import keyring
from services.pages.opendata.routes import routes
from services.pages.services import Services
from services.pages.settings import Settings

SECRET = "k:" + "00" * 32  # nothing is sealed here


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


async def get(app: Any, path: str, **headers: str) -> Answer:
    """One request to an application, without a server between."""
    sent: list[Any] = []

    async def receive() -> Any:  # the caller stays until all of the answer is there
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode()}
    scope |= {"query_string": b"", "scheme": "http", "server": ("motcua.example", 80)}
    await app({**scope, "headers": [(b"host", b"motcua.example"), *raw]}, receive, send)
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], found, b"".join(each.get("body", b"") for each in sent[1:]))


async def open_data_is_offered(data: Path, published: set[str]) -> None:
    """What is published is described, and lies where the description says."""
    described = attach(data)
    assert described
    catalog, submissions, metrics = (
        described.services[name].grpc for name in ("catalog", "submissions", "metrics")
    )
    settings = Settings(
        listen="", secret_keys=keyring(SECRET), catalog="", submissions="", metrics=""
    )
    async with Services(catalog, submissions, metrics) as services:
        app = Starlette(routes=routes(services, settings))
        found = await get(app, "/data/catalog.jsonld")
        assert (found.status, found.headers["content-type"]) == (200, "application/ld+json")
        known = await get(app, "/data/catalog.jsonld", if_none_match=found.headers["etag"])
        assert (known.status, known.body) == (304, b"")
        files = [
            each["dcat:downloadURL"]["@id"].removeprefix("http://motcua.example")
            for data_set in json.loads(found.body)["dcat:dataset"]
            for each in data_set["dcat:distribution"]
        ]
        assert "/data/figures/online_handling.csv" in files
        names: dict[str, set[str]] = {"csv": set(), "json": set()}
        for file in files:
            names[file.rpartition(".")[2]] |= published_in(await get(app, file))
        assert names["csv"] == names["json"] >= published
        for path in ("/data/figures/nothing.csv", "/data/figures/x.exe", "/data/services.jsonld"):
            assert (await get(app, path)).status == 404


def published_in(file: Answer) -> set[str]:
    """The names of publications in a file."""
    assert file.status == 200
    if file.headers["content-type"].startswith("text/csv"):
        rows = csv.DictReader(io.StringIO(file.body.decode("utf-8-sig")))
        return {row["publication"] for row in rows}
    return {each["name"] for each in json.loads(file.body)}
