"""The description of open data: what DCAT-AP makes mandatory, read back by a library for RDF.

Promises nothing about a running stack: see test_commands.
"""

from __future__ import annotations

import json

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, XSD

from motcua.metrics.v1.definitions_pb2 import Definition
from motcua.metrics.v1.metrics_pb2 import Text
from services.pages.opendata.description import Indicator, Portal, catalogue

PORTAL = Portal(
    "https://city.example", "Thành phố", "https://licence.example/by", has_services=True
)
DEFINITION = Definition(
    id="online_handling",
    version=1,
    title=Text(vi="Tỷ lệ trực tuyến", en="Online handling"),
    description=Text(vi="Hồ sơ nộp trực tuyến", en="Dossiers filed online"),
)
INDICATOR = Indicator(DEFINITION, "2026-01-01", "2026-10-31", "2026-11-03T02:00:00Z")
# DCAT-AP 3.0.0: mandatory properties of the classes that are used here.
MANDATORY = {
    DCAT.Catalog: {DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset},
    DCAT.Dataset: {DCTERMS.title, DCTERMS.description},
    DCAT.Distribution: {DCAT.accessURL},
    FOAF.Agent: {FOAF.name},
}


@pytest.fixture(scope="module")
def graph() -> Graph:
    document = json.dumps(catalogue(PORTAL, [INDICATOR]))
    return Graph().parse(data=document, format="json-ld")


@pytest.mark.parametrize("kind", MANDATORY, ids=str)
def test_every_node_has_what_is_mandatory(graph: Graph, kind: URIRef) -> None:
    nodes = set(graph.subjects(RDF.type, kind))
    assert nodes
    for node in nodes:
        assert MANDATORY[kind] <= set(graph.predicates(node))


def test_an_indicator_is_a_data_set_with_its_days_and_its_files(graph: Graph) -> None:
    node = URIRef("https://city.example/data/figures/online_handling")
    titles = set(graph.objects(node, DCTERMS.title))
    assert titles == {Literal("Tỷ lệ trực tuyến", lang="vi"), Literal("Online handling", lang="en")}
    period = graph.value(node, DCTERMS.temporal)
    assert graph.value(period, DCAT.startDate) == Literal("2026-01-01", datatype=XSD.date)
    assert graph.value(period, DCAT.endDate) == Literal("2026-10-31", datatype=XSD.date)
    files = {graph.value(each, DCAT.downloadURL) for each in graph.objects(node, DCAT.distribution)}
    assert files == {URIRef(f"{node}.csv"), URIRef(f"{node}.json")}


def test_the_catalogue_of_services_is_linked_where_it_is_offered(graph: Graph) -> None:
    services = URIRef("https://city.example/data/services")
    assert (services, RDF.type, DCAT.Dataset) in graph
    without = Portal(PORTAL.address, PORTAL.publisher, PORTAL.licence, has_services=False)
    assert len(catalogue(without, [INDICATOR])["dcat:dataset"]) == 1
