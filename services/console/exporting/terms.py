"""The terms of CPSV-AP 3.2 that an export uses, and the few words that it adds of its own.

Promises a context that needs nothing from the network. Must not hold a copy of the profile.
"""

import re
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.console.instants import from_timestamp
from services.console.portal.enums import capital

ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
OFFLINE = "offline"
VND = "http://publications.europa.eu/resource/authority/currency/VND"


def to(term: str) -> dict[str, str]:
    """A property that refers to another node."""
    return {"@id": term, "@type": "@id"}


def told(term: str) -> dict[str, str]:
    """A property that holds one text for each language."""
    return {"@id": term, "@container": "@language"}


CONTEXT: dict[str, Any] = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "mc": "urn:motcua:vocabulary#",
    "id": "@id",
    "type": "@type",
    "identifier": "dct:identifier",
    "title": told("dct:title"),
    "description": told("dct:description"),
    "prefLabel": told("skos:prefLabel"),
    "notation": "skos:notation",
    "hasCompetentAuthority": to("cv:hasCompetentAuthority"),
    "spatial": to("dct:spatial"),
    "subOrganizationOf": to("org:subOrganizationOf"),
    "classification": "mc:kind",
    "thematicArea": to("cv:thematicArea"),
    "otherIdentifier": "adms:identifier",
    "schemeName": "mc:codeSystem",
    "page": "foaf:page",
    "follows": to("cpsv:follows"),
    "implements": to("cpsv:implements"),
    "hasLegalResource": to("cv:hasLegalResource"),
    "hasInput": to("cpsv:hasInput"),
    "produces": to("cpsv:produces"),
    "hasChannel": to("cv:hasChannel"),
    "hasCost": to("cv:hasCost"),
    "relatedService": to("cv:relatedService"),
    "classifiedAs": to("dct:type"),
    "ownedBy": to("cv:ownedBy"),
    "currency": to("cv:currency"),
    "hasValue": {"@id": "cv:hasValue", "@type": "xsd:double"},
    "processingTime": {"@id": "cv:processingTime", "@type": "xsd:duration"},
    "timeUnit": "mc:timeUnit",
    "status": to("adms:status"),
    "state": "mc:state",
    "openingTime": {"@id": "mc:openingTime", "@type": "xsd:dateTime"},
    "endingTime": {"@id": "mc:endingTime", "@type": "xsd:dateTime"},
    "successor": to("mc:successor"),
    "level": {"@id": "mc:level", "@type": "xsd:integer"},
    "levelRule": "mc:levelRule",
    "extent": "mc:extent",
    "verdict": "mc:verdict",
}

CHANNELS = {
    "online": {"vi": "Trực tuyến", "en": "Online"},
    "in_person": {"vi": "Trực tiếp", "en": "In person"},
    "post": {"vi": "Bưu chính", "en": "By post"},
    "email": {"vi": "Thư điện tử", "en": "By e-mail"},
    "phone": {"vi": "Điện thoại", "en": "By phone"},
    "other": {"vi": "Cách khác", "en": "Other"},
    OFFLINE: {"vi": "Trực tiếp hoặc bưu chính", "en": "In person or by post"},
}
STATUSES = {
    "published": {"vi": "Đang áp dụng", "en": "In force"},
    "retired": {"vi": "Đã bãi bỏ", "en": "Retired"},
}
FILED = {"vi": "Nộp hồ sơ", "en": "Filing"}
PAID = {"vi": "Nộp phí, lệ phí", "en": "Payment"}
HANDED_OUT = {"vi": "Trả kết quả", "en": "Delivery of the result"}
RESULT = {"vi": "Kết quả: ", "en": "Result: "}
PROCEDURE = {"vi": "Trình tự thực hiện", "en": "Steps of handling"}

# ISO 8601 knows no working days: they are written as days, with `timeUnit` beside them.
UNITS_OF_TIME = {
    facts.TIME_UNIT_WORKING_HOUR: "PT{}H",
    facts.TIME_UNIT_WORKING_DAY: "P{}D",
    facts.TIME_UNIT_CALENDAR_DAY: "P{}D",
    facts.TIME_UNIT_MONTH: "P{}M",
}


def moment(message: Any, field: str) -> str:
    """An instant in ISO 8601; empty where it is absent."""
    return from_timestamp(getattr(message, field)).isoformat() if message.HasField(field) else ""


def is_address(text: str) -> bool:
    """One web address, and nothing else."""
    return ADDRESS.fullmatch(text) is not None


def general_time(service: api.Service) -> facts.ProcessingTime | None:
    """How long it takes whatever the channel, or by the only channel there is."""
    times = list(service.processing_times)
    general = [each for each in times if not each.channel]
    return general[0] if general else times[0] if len(times) == 1 else None


def timed(time: facts.ProcessingTime | None) -> dict[str, str]:
    """A processing time in ISO 8601, and what it counts; nothing where there is none."""
    if not time or time.unit not in UNITS_OF_TIME:
        return {}
    unit = capital(facts.TimeUnit, time.unit)
    return {"processingTime": UNITS_OF_TIME[time.unit].format(time.amount), "timeUnit": unit}
