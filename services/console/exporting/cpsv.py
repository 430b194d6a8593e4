"""The catalogue as linked data: CPSV-AP 3.2 in JSON-LD, with its context written out.

Promises what that profile makes mandatory of every node, and each node typed, so that its shapes
can be checked. Must not invent: what it requires and nobody recorded is said with the service's
own name.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.console.display.languages import by_tag
from services.console.exporting.columns import last, short
from services.console.exporting.terms import (
    CHANNELS,
    CONTEXT,
    FILED,
    HANDED_OUT,
    OFFLINE,
    PAID,
    PROCEDURE,
    RESULT,
    STATUSES,
    VND,
    general_time,
    is_address,
    moment,
    timed,
)
from services.console.portal.enums import code

Node = dict[str, Any]


class Graph:
    """Nodes one after the other; what they refer to comes at the end."""

    context = CONTEXT

    def __init__(self, base: str) -> None:
        self.base = base
        self.authorities: set[str] = set()
        self.services: dict[str, api.Service] = {}
        self.concepts: dict[str, Node] = {}

    def iri(self, name: str, part: str = "") -> str:
        """Of a resource, or of a part of one; ids may hold any letter."""
        return self.base + quote(name, safe="/") + (f"#{quote(part)}" if part else "")

    def unit(self, unit: api.Unit) -> Iterator[Node]:
        """An organisation, with the territory that it answers for."""
        label, territory = by_tag(unit.display_name), self.iri(unit.name, "territory")
        node = {
            "id": self.iri(unit.name),
            "type": ["cv:PublicOrganisation", "org:Organization"],
            "identifier": last(unit.name),
            "prefLabel": label,
            "spatial": territory,
            "notation": unit.code,
            "classification": unit.kind,
            "subOrganizationOf": self.iri(unit.parent) if unit.parent else "",
            "state": short(unit, "state"),
            "openingTime": moment(unit, "opening_time"),
            "endingTime": moment(unit, "ending_time"),
            "successor": [self.iri(each.unit) for each in unit.successors],
        }
        yield filled(node)
        yield {"id": territory, "type": "dct:Location", "prefLabel": label}

    def stranger(self, name: str) -> Iterator[Node]:
        """An authority that the catalogue does not show at that time."""
        text = facts.Text(vi=last(name))
        yield from self.unit(api.Unit(name=name, display_name=text))

    def service(self, service: api.Service) -> Iterator[Node]:
        """A public service and everything that it consists of."""
        name, title = service.name, by_tag(service.display_name)
        self.services[name] = service
        parts = {
            "hasChannel": list(self.channels(service)),
            "hasCost": list(self.costs(service)),
            "hasInput": list(self.evidence(service)),
            "produces": list(self.output(service)),
            "hasLegalResource": list(self.legal_resources(service)),
        }
        yield filled(
            {
                "id": self.iri(name),
                "type": "cpsv:PublicService",
                "identifier": last(name),
                "title": title,
                "description": by_tag(service.description) or title,
                "hasCompetentAuthority": self.authority(service.authority),
                **self.status(service),
                **timed(general_time(service)),
                "thematicArea": self.concept("fields", service.field, {"vi": service.field}),
                "otherIdentifier": list(map(other_identifier, service.codes)),
                "page": page(service.url),
                **{key: [node["id"] for node in nodes] for key, nodes in parts.items()},
                "follows": self.iri(name, "procedure") if service.steps else "",
            }
        )
        for nodes in parts.values():
            yield from nodes
        yield from self.procedure(service)

    def status(self, service: api.Service) -> Node:
        """Whether it is in force, and until when it was. A draft is nobody's business yet."""
        state = short(service, "state").lower()
        known = state if state in STATUSES else ""
        found: Node = {"status": self.concept("statuses", known, STATUSES.get(known, {}))}
        retired = service.state == api.Service.STATE_RETIRED
        return {**found, "endingTime": moment(service, "effective_time")} if retired else found

    def offering(self, offering: api.Offering) -> Iterator[Node]:
        """A service as one unit offers it; its level is a property of exactly this."""
        name, parent = offering.name, offering.name.partition("/offerings/")[0]
        service = self.services.get(parent)
        title = by_tag(service.display_name) if service else {"vi": last(parent)}
        channels = list(self.filing_channels(offering))
        yield filled(
            {
                "id": self.iri(name),
                "type": "cpsv:PublicService",
                "identifier": name,
                "title": title,
                "description": (by_tag(service.description) if service else {}) or title,
                "hasCompetentAuthority": self.authority(offering.unit),
                "relatedService": self.iri(parent) if service else "",
                "hasChannel": [node["id"] for node in channels],
                "levelRule": offering.level_rule,
                "level": level(offering),
                "extent": short(offering.assessment, "extent"),
                "verdict": short(offering.assessment, "verdict"),
            }
        )
        yield from channels

    def rest(self) -> Iterator[Node]:
        """What was referred to and is no resource."""
        yield from self.concepts.values()

    def authority(self, name: str) -> str:
        """A unit, to be told of before the end."""
        self.authorities.add(name)
        return self.iri(name)

    def concept(self, scheme: str, identifier: str, label: dict[str, str]) -> str:
        """A term that nodes are classified by; "" where there is none."""
        if not identifier:
            return ""
        found = VND if scheme == "currency" else self.iri(f"{scheme}/{identifier}")
        self.concepts[found] = {"id": found, "type": "skos:Concept", "prefLabel": label}
        return found

    def channels(self, service: api.Service) -> Iterator[Node]:
        """Every way in which something of the service is done, and how long it takes that way."""
        times = {each.channel: each for each in service.processing_times if each.channel}
        uses = (
            (FILED, times),
            (PAID, service.payment_channels),
            (HANDED_OUT, service.delivery_channels),
        )
        for number in sorted({each for _, channels in uses for each in channels}):
            name = code(facts.Channel, number)
            used = [text for text, channels in uses if number in channels]
            yield filled(
                {
                    "id": self.iri(service.name, f"channel-{name}"),
                    "type": "cv:Channel",
                    "identifier": f"{last(service.name)}/{name}",
                    "classifiedAs": self.concept("channels", name, CHANNELS.get(name, {})),
                    "description": joined(used),
                    **timed(times.get(number)),
                }
            )

    def filing_channels(self, offering: api.Offering) -> Iterator[Node]:
        """How a dossier can be filed with the unit."""
        provided = {
            each.capability
            for each in offering.capabilities
            if each.state == facts.CAPABILITY_STATE_YES
        }
        for capability, name in (
            (facts.CAPABILITY_FILE_ONLINE, "online"),
            (facts.CAPABILITY_FILE_OFFLINE, OFFLINE),
        ):
            if capability in provided:
                yield {
                    "id": self.iri(offering.name, f"channel-{name}"),
                    "type": "cv:Channel",
                    "identifier": f"{offering.name}/{name}",
                    "classifiedAs": self.concept("channels", name, CHANNELS[name]),
                    "ownedBy": self.iri(offering.unit),
                }

    def costs(self, service: api.Service) -> Iterator[Node]:
        """Fees, in đồng."""
        for number, fee in enumerate(service.fees, start=1):
            yield filled(
                {
                    "id": self.iri(service.name, f"cost-{number}"),
                    "type": "cv:Cost",
                    "identifier": f"{last(service.name)}/{fee.code or number}",
                    "hasValue": float(fee.amount),
                    "currency": self.concept("currency", "VND", {"vi": "đồng", "en": "dong"}),
                    "description": by_tag(fee.name),
                }
            )

    def evidence(self, service: api.Service) -> Iterator[Node]:
        """Documents to hand in, and forms to fill in."""
        asked: list[tuple[str, int, Any, str]] = [
            *(("document", number, each, "") for number, each in enumerate(service.documents, 1)),
            *(("form", number, each, each.url) for number, each in enumerate(service.forms, 1)),
        ]
        for kind, number, each, url in asked:
            yield filled(
                {
                    "id": self.iri(service.name, f"{kind}-{number}"),
                    "type": "cv:Evidence",
                    "identifier": each.code or f"{last(service.name)}/{kind}-{number}",
                    "title": by_tag(each.name) or by_tag(service.display_name),
                    "page": page(url),
                }
            )

    def output(self, service: api.Service) -> Iterator[Node]:
        """The written result, where there is one."""
        if service.written_result:
            title = {
                tag: RESULT.get(tag, "") + text
                for tag, text in by_tag(service.display_name).items()
            }
            yield {
                "id": self.iri(service.name, "result"),
                "type": "cv:Output",
                "identifier": f"{last(service.name)}/result",
                "title": title,
            }

    def legal_resources(self, service: api.Service) -> Iterator[Node]:
        """The laws and decisions that it rests on."""
        for number, basis in enumerate(service.legal_bases, start=1):
            yield filled(
                {
                    "id": self.iri(service.name, f"legal-basis-{number}"),
                    "type": "eli:LegalResource",
                    "identifier": basis.number,
                    "title": by_tag(basis.title),
                    "page": page(basis.url),
                }
            )

    def procedure(self, service: api.Service) -> Iterator[Node]:
        """The steps of handling, as the rule that the service follows."""
        if service.steps:
            yield filled(
                {
                    "id": self.iri(service.name, "procedure"),
                    "type": "cpsv:Rule",
                    "identifier": f"{last(service.name)}/procedure",
                    "title": PROCEDURE,
                    "description": joined(by_tag(step.title) for step in service.steps),
                    "implements": [node["id"] for node in self.legal_resources(service)],
                }
            )


def filled(node: Node) -> Node:
    """Without what is empty."""
    return {key: value for key, value in node.items() if value not in ("", None, [], {})}


def joined(parts: Iterable[dict[str, str]]) -> dict[str, str]:
    """Texts one after the other, in each language that any of them has."""
    found: dict[str, list[str]] = {}
    for part in parts:
        for tag, text in part.items():
            found.setdefault(tag, []).append(text)
    return {tag: "; ".join(every) for tag, every in found.items()}


def page(address: str) -> Node | None:
    """A page on the web."""
    return {"id": address, "type": "foaf:Document"} if is_address(address) else None


def other_identifier(code: facts.ServiceCode) -> Node:
    """A code of another system of codes."""
    return {"type": "adms:Identifier", "notation": code.value, "schemeName": code.system}


def level(offering: api.Offering) -> int | None:
    """The level, under a rule that claims one."""
    assessment = offering.assessment
    return assessment.level if assessment.HasField("level") else None
