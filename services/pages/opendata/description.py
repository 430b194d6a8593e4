"""The description of the data sets: DCAT-AP 3 in JSON-LD, with its context written out.

Promises the properties that the profile makes mandatory, and nothing that nobody stated.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from motcua.metrics.v1.definitions_pb2 import Definition
from motcua.metrics.v1.metrics_pb2 import Text

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
EU = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"
FORMS = {"csv": ("text/csv", "CSV"), "json": ("application/json", "JSON")}
CPSV = "https://semiceu.github.io/CPSV-AP/releases/3.2.0/"
TITLE = Text(vi="Số liệu dịch vụ công đã công bố", en="Published figures of public services")
DESCRIPTION = Text(
    vi="Mỗi số liệu có chứng từ: tử số, mẫu số, phần loại trừ, chưa rõ và vị trí dữ liệu.",
    en="Each figure has its receipt: numerator, denominator, excluded, unknown, positions.",
)
SERVICES = Text(vi="Danh mục thủ tục", en="Catalogue of public services")
Node = dict[str, Any]


@dataclass(frozen=True)
class Indicator:
    """A data set: what is counted, which days it covers, when it was last added to."""

    definition: Definition
    start: str
    end: str  # the last day that it covers
    modified: str


@dataclass(frozen=True)
class Portal:
    """Where the data lies (no slash at the end), whose it is, and what may be done with it."""

    address: str
    publisher: str
    licence: str
    has_services: bool  # whether the catalogue of services is offered, too


def catalogue(portal: Portal, indicators: Iterable[Indicator]) -> Node:
    """The whole description."""
    data_sets = [data_set(portal, each) for each in indicators]
    if portal.has_services:
        data_sets.append(services(portal))
    return {
        "@context": CONTEXT,
        "@id": f"{portal.address}/data/catalog.jsonld",
        "@type": "dcat:Catalog",
        **titled(TITLE, DESCRIPTION),
        "dct:publisher": agent(portal),
        "dct:license": {"@id": portal.licence},
        "dct:language": [{"@id": f"{EU}language/{each}"} for each in ("VIE", "ENG")],
        "dcat:dataset": data_sets,
    }


def data_set(portal: Portal, indicator: Indicator) -> Node:
    """One indicator."""
    definition = indicator.definition
    return {
        "@id": f"{portal.address}/data/figures/{definition.id}",
        "@type": "dcat:Dataset",
        "dct:identifier": definition.id,
        **titled(definition.title, definition.description),
        "dct:publisher": agent(portal),
        "dct:issued": typed(indicator.modified, "dateTime"),
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": typed(indicator.start, "date"),
            "dcat:endDate": typed(indicator.end, "date"),
        },
        "dct:accrualPeriodicity": {"@id": f"{EU}frequency/MONTHLY"},
        "dcat:theme": {"@id": f"{EU}data-theme/GOVE"},
        "dcat:landingPage": {"@id": f"{portal.address}/vi/indicators/{definition.id}"},
        "dcat:distribution": [
            distribution(portal, f"figures/{definition.id}.{form}", *names)
            for form, names in FORMS.items()
        ],
    }


def services(portal: Portal) -> Node:
    """The catalogue of services, by the European profile for public services."""
    return {
        "@id": f"{portal.address}/data/services",
        "@type": "dcat:Dataset",
        "dct:identifier": "services",
        **titled(SERVICES, SERVICES),
        "dct:publisher": agent(portal),
        "dct:conformsTo": {"@id": CPSV},
        "dcat:theme": {"@id": f"{EU}data-theme/GOVE"},
        "dcat:distribution": [
            distribution(portal, "services.jsonld", "application/ld+json", "JSON_LD")
        ],
    }


def distribution(portal: Portal, path: str, media_type: str, form: str) -> Node:
    """A file of a data set."""
    address = {"@id": f"{portal.address}/data/{path}"}
    return {
        "@id": f"{portal.address}/data/{path}#distribution",
        "@type": "dcat:Distribution",
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:mediaType": {"@id": IANA + media_type},
        "dct:format": {"@id": f"{EU}file-type/{form}"},
        "dct:license": {"@id": portal.licence},
    }


def agent(portal: Portal) -> Node:
    """Whose data it is."""
    return {"@id": f"{portal.address}/", "@type": "foaf:Agent", "foaf:name": portal.publisher}


def titled(title: Text, description: Text) -> Node:
    """In both languages."""
    stated = {"dct:title": title, "dct:description": description}
    return {
        name: [{"@value": getattr(text, each), "@language": each} for each in ("vi", "en")]
        for name, text in stated.items()
    }


def typed(value: str, kind: str) -> Node:
    """A literal of XML Schema."""
    return {"@value": value, "@type": f"xsd:{kind}"}
