"""Exports, without a stack: the columns of the tables, and what CPSV-AP 3.2 makes mandatory.

Promises a check of our own in any case, and one by the profile's official SHACL shapes where
MOTCUA_CPSV_AP_SHAPES names their file, which is not part of Motcua. Must not fetch anything.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from services.console.commands.export import write_linked, written
from services.console.exporting.columns import COLUMNS, heading, line
from services.console.exporting.cpsv import Graph, Node
from services.console.exporting.effective_times import from_the_top
from services.console.importing.keys import load
from services.console.importing.rows import Sent, items
from services.console.importing.rules import rules
from services.console.outcome import Mistake
from tests.e2e.catalogue_samples import BARE, OFFERING, POINTS, SERVICE, UNIT

ROOT = Path(__file__).resolve().parents[2]
SHAPES = os.environ.get("MOTCUA_CPSV_AP_SHAPES", "")
REFERENCES = (
    "hasCompetentAuthority", "spatial", "thematicArea", "hasLegalResource", "hasInput", "produces",
    "hasChannel", "hasCost", "relatedService", "classifiedAs", "ownedBy", "currency", "follows",
    "status",
)  # fmt: skip
# What the profile demands of each class: exactly one, or at least one text with its language.
ONE = {"cpsv:PublicService", "cv:Channel", "cv:Cost", "cv:Evidence", "cv:Output", "cpsv:Rule"}
TEXTS = {
    "cpsv:PublicService": ("title", "description"),
    "cv:PublicOrganisation": ("prefLabel",),
    "cv:Evidence": ("title",),
    "cv:Output": ("title",),
    "cpsv:Rule": ("title", "description"),
}
CLASSES = {
    "hasCompetentAuthority": "cv:PublicOrganisation",
    "spatial": "dct:Location",
    "hasChannel": "cv:Channel",
    "hasCost": "cv:Cost",
    "hasInput": "cv:Evidence",
    "produces": "cv:Output",
    "follows": "cpsv:Rule",
    "hasLegalResource": "eli:LegalResource",
    "classifiedAs": "skos:Concept",
    "currency": "skos:Concept",
    "thematicArea": "skos:Concept",
    "ownedBy": "org:Organization",
    "relatedService": "cpsv:PublicService",
    "status": "skos:Concept",
}


def nodes() -> list[Node]:
    """Everything of the samples, as an export of offerings has it."""

    def told(graph: Graph) -> Iterator[Node]:
        yield from graph.service(SERVICE)
        yield from graph.service(BARE)
        yield from graph.offering(OFFERING)
        yield from graph.offering(POINTS)
        for name in sorted(graph.authorities):
            yield from graph.unit(UNIT) if name == UNIT.name else graph.stranger(name)
        yield from graph.rest()

    return list(told(Graph("urn:motcua:")))


@pytest.fixture(scope="module")
def graph() -> dict[str, Node]:
    """By id, which is one node's only."""
    listed = nodes()
    found = {node["id"]: node for node in listed}
    assert len(found) == len(listed)
    return found


def classes(node: Node) -> set[str]:
    return {node["type"]} if isinstance(node["type"], str) else set(node["type"])


def test_every_mandatory_property_is_there(graph: dict[str, Node]) -> None:
    for node in graph.values():
        for each in classes(node):
            assert each not in ONE or isinstance(node["identifier"], str), node
            for name in TEXTS.get(each, ()):
                assert node[name], node
                assert set(node[name]) <= {"vi", "en", "fr"}, node
            if each == "cpsv:PublicService":
                assert node["hasCompetentAuthority"], node
            if each == "cv:PublicOrganisation":
                assert node["spatial"], node


def test_whatever_is_referred_to_is_there_and_of_the_class_that_the_profile_wants(
    graph: dict[str, Node],
) -> None:
    for node in graph.values():
        for name in REFERENCES:
            value = node.get(name, [])
            for reference in [value] if isinstance(value, str) else value:
                assert CLASSES[name] in classes(graph[reference]), (node, name)


def test_durations_are_iso_8601_and_say_what_they_count(graph: dict[str, Node]) -> None:
    service = graph["urn:motcua:services/khai-sinh"]
    online = graph["urn:motcua:services/khai-sinh#channel-online"]
    assert (service["processingTime"], service["timeUnit"]) == ("P5D", "WORKING_DAY")
    assert (online["processingTime"], online["timeUnit"]) == ("PT8H", "WORKING_HOUR")
    assert online["description"]["en"] == "Filing; Payment"


def test_names_stand_in_both_languages_and_nothing_recorded_is_lost(
    graph: dict[str, Node],
) -> None:
    service = graph["urn:motcua:services/khai-sinh"]
    assert service["title"] == {"vi": "Đăng ký khai sinh", "en": "Register a birth"}
    assert service["otherIdentifier"][0]["notation"] == "1.004194"
    assert graph["urn:motcua:services/khai-sinh#cost-1"]["hasValue"] == 50_000
    assert graph["urn:motcua:services/khai-sinh#form-1"]["page"]["type"] == "foaf:Document"
    assert "page" not in graph["urn:motcua:services/khai-sinh#legal-basis-2"]


def test_a_level_belongs_to_the_offering_and_only_a_rule_of_levels_claims_one(
    graph: dict[str, Node],
) -> None:
    offered = graph["urn:motcua:services/khai-sinh/offerings/x%C3%A3-th%E1%BB%AD"]
    points = graph["urn:motcua:services/bare/offerings/x%C3%A3-th%E1%BB%AD"]
    assert (offered["level"], offered["extent"]) == (3, "PARTIAL")
    assert "level" not in points
    assert points["verdict"] == "NOT_FULLY_ONLINE"
    assert "level" not in graph["urn:motcua:services/khai-sinh"]


def test_the_context_needs_nothing_from_the_network() -> None:
    for term in Graph.context.values():
        named = term if isinstance(term, str) else term["@id"]
        prefix = re.match(r"(\w+):(?!/)", named)
        assert named.startswith(("@", "http", "urn:")) or (prefix and prefix[1] in Graph.context)


async def document(listed: list[Node]) -> str:
    """Nodes as the command writes them."""

    async def each() -> AsyncIterator[Node]:
        for node in listed:
            yield node

    file = io.StringIO()
    await write_linked(file, Graph.context, each())
    return file.getvalue()


async def test_a_document_is_json_with_its_context() -> None:
    read = json.loads(await document(nodes()))
    assert read["@context"] == Graph.context
    assert read["@graph"] == nodes()


@pytest.fixture(scope="module")
def validate() -> Any:
    """A document's conformance, and why not."""
    if not SHAPES:
        pytest.skip("MOTCUA_CPSV_AP_SHAPES names no file of the official SHACL shapes")
    pyshacl = pytest.importorskip("pyshacl", reason="pyshacl is not installed")

    def validated(text: str) -> tuple[bool, str]:
        conforms, _, words = pyshacl.validate(
            text, data_graph_format="json-ld", shacl_graph=SHAPES, inference="none"
        )
        return conforms, words

    return validated


async def test_the_official_shapes_conform(validate: Any) -> None:
    conforms, words = validate(await document(nodes()))
    assert conforms, words


@pytest.mark.parametrize(
    ("kind", "name"),
    [("cpsv:PublicService", "description"), ("cpsv:Rule", "identifier"), ("cv:Cost", "identifier")],
)
async def test_the_official_shapes_see_what_is_missing(validate: Any, kind: str, name: str) -> None:
    listed = nodes()
    del next(node for node in listed if node["type"] == kind)[name]
    conforms, _ = validate(await document(listed))
    assert not conforms


BESIDE = {"units": ("", ""), "services": ("2025-07-01",), "offerings": ("2025-07-01",)}


def row(kind: str, message: Any) -> dict[str, str]:
    """A line of a table under its heading."""
    return dict(zip(heading(kind), line(kind, message, BESIDE[kind]), strict=True))


def test_headings_stay_as_they_are() -> None:
    assert list(COLUMNS["units"])[:6] == ["id", "parent", "code", "kind", "vi", "en"]
    assert list(COLUMNS["services"])[:5] == ["id", "version", "state", "vi", "en"]
    columns = heading("offerings")
    assert columns[:4] == ["service", "unit", "state", "level_rule"]
    assert columns[-2:] == ["capabilities", "since"]
    assert len(columns) == len(set(columns)) == 14 + 20 + 2


def test_a_line_tells_what_is_known_and_leaves_empty_what_is_not() -> None:
    offered, points = row("offerings", OFFERING), row("offerings", POINTS)
    assert (offered["level"], offered["extent"], offered["verdict"]) == ("3", "PARTIAL", "")
    assert (offered["file_online"], offered["pay_online"]) == ("YES", "UNKNOWN")
    assert offered["decide_online"] == ""
    assert (points["level"], points["verdict"]) == ("", "NOT_FULLY_ONLINE")
    assert row("units", UNIT)["opening_time"] == "2025-07-01"
    assert (row("services", SERVICE)["one_stop"], row("services", BARE)["one_stop"]) == ("YES", "")


@pytest.mark.parametrize(
    ("kind", "message"),
    [("units", UNIT), ("services", SERVICE), ("services", BARE), ("offerings", OFFERING)],
)
def test_an_exported_table_can_be_imported_again(tmp_path: Path, kind: str, message: Any) -> None:
    path = tmp_path / "table.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading(kind))
        writer.writerow(line(kind, message, BESIDE[kind]))
    mapping = load(ROOT / "deploy" / "mappings" / f"motcua_{kind}.toml", rules)
    [found] = items([path], mapping)
    assert isinstance(found, Sent)
    content = getattr(getattr(found.row, kind[:-1]), kind[:-1])
    assert stated(content) == stated(message)


def test_a_table_of_units_has_each_after_the_one_that_it_lies_below() -> None:
    tree = {"a": "z", "b": "", "m": "a", "n": "elsewhere", "z": ""}
    units = {
        f"units/{name}": api.Unit(name=f"units/{name}", parent=parent and f"units/{parent}")
        for name, parent in tree.items()
    }
    assert [unit.name[-1] for unit in from_the_top(units)] == ["b", "n", "z", "a", "m"]


def stated(message: Any) -> Any:
    """Without the name and what only the server writes."""
    kept = type(message)()
    kept.CopyFrom(message)
    for field in ("name", "state", "version", "effective_time", "opening_time", "assessment"):
        if field in kept.DESCRIPTOR.fields_by_name:
            kept.ClearField(field)
    return kept


def test_a_file_stands_there_only_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with pytest.raises(ValueError, match="not half"), written(path) as file:
        int(f"not half{file.write('half')}")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Mistake, match="cannot be written"), written(tmp_path / "no" / "out.csv"):
        pass


def test_a_link_and_a_pipe_are_written_to_and_stay_what_they_are(tmp_path: Path) -> None:
    link, pipe = tmp_path / "link", tmp_path / "pipe"
    link.symlink_to("table.csv")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    for path in (link, pipe):
        with written(path) as file:
            file.write("id\n")
    assert (link.is_symlink(), pipe.is_fifo(), os.read(reader, 9)) == (True, True, b"id\n")
    os.close(reader)
    assert {path.name for path in tmp_path.iterdir()} == {"link", "pipe", "table.csv"}


@pytest.mark.parametrize("name", ["y" * 252 + "/x", "file/x", "y" * 300])
def test_a_file_that_cannot_be_made_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Mistake, match="cannot be written"), written(tmp_path / name):
        pass


def test_a_file_may_have_the_longest_name_that_there_is(tmp_path: Path) -> None:
    with written(tmp_path / ("y" * 255)) as file:
        file.write("id\n")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["id\n"]
