"""The AsyncAPI 3.1 document of all that is on NATS, made from the contracts.

Promises every published message once, on its subject, with its headers and its payload in both
forms. Must not say what a contract does not: what reading takes is docs/subscribing.md.
"""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from google.protobuf.descriptor_pb2 import FileDescriptorSet

from services.console.development.asyncapi import requests
from services.console.development.asyncapi.headers import headers, headers_of
from services.console.development.asyncapi.proto_text import proto_text
from services.console.development.asyncapi.published import Contracts, Published, read
from services.console.development.asyncapi.requests import channel, ref
from services.console.development.asyncapi.schemas import AT, schemas
from services.console.development.contracts import ROOT

Part = dict[str, Any]
PROTOBUF, JSON = "application/protobuf", "application/json"
PROTO_FORMAT = "application/vnd.google.protobuf;version=3"
DESCRIPTION = Path(__file__).with_name("description.md")
STREAMS = {
    "catalog": "Events of the catalogue: units, services, offerings. Kept for ever, without gaps.",
    "submissions": "Events of dossiers, petitions and tickets. Kept for ever, without gaps.",
    "metrics": "Official figures, their revisions, and what others stated. Kept for ever, without "
    "gaps.",
    "figures": "Figures as they stand: the last message of each subject, and a checkpoint of each "
    "month and definition.",
    "published": "Published figures as the public may read them, each under a signed tree head. "
    "Kept for ever, without gaps.",
}
PARAMETERS = {
    "unit": "The unit that it is about, or is credited to; `all` (of figures and statements) and "
    "`-` (of sources) stand for the whole tree.",
    "service": "The service.",
    "calendar": "The working calendar.",
    "target": "The target.",
    "definition": "The definition's id, such as `on_time.ended`: it keeps its dots.",
    "member": "The city whose published figures a nation adds up.",
    "month": "The local month, such as `2026-11`.",
}
SERVER: Part = {
    "host": "{host}:{port}",
    "protocol": "nats",
    "description": "NATS with JetStream. `./motcua up` prints the address with the user `city`.",
    "variables": {
        "host": {"default": "localhost", "description": "Where NATS listens."},
        "port": {"default": "4222", "description": "The port for clients."},
    },
    "security": [ref("components", "securitySchemes", "user")],
    "bindings": {"nats": {}},
}
USER = {
    "type": "userPassword",
    "description": "The user of a reader's account, which imports the subjects, STREAM.INFO and "
    "DIRECT.GET of the streams that it may read, and nothing else.",
}


def document(image: FileDescriptorSet) -> Part:
    """All of it."""
    contracts = read(image)
    published = contracts.published
    asked = [requests.channels(stream, published) for stream in STREAMS]
    return {
        "asyncapi": "3.1.0",
        "id": "urn:motcua:asyncapi",
        "info": info(),
        "defaultContentType": JSON,
        "servers": {"nats": SERVER},
        "channels": merged(map(heard, published), asked),
        "operations": merged(map(receiving, published), map(requests.operations, STREAMS)),
        "components": components(contracts),
    }


def info() -> Part:
    """What it is of, and of which version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "title": "Motcua on NATS",
        "version": project["version"],
        "description": DESCRIPTION.read_text(encoding="utf-8"),
        "license": {"name": project["license"]},
        "tags": [{"name": name, "description": text} for name, text in STREAMS.items()],
    }


def merged(*parts: Iterable[Mapping[str, Part]]) -> Part:
    """Parts of the document as one; a name that comes twice would hide one of them."""
    found: Part = {}
    for part in (each for group in parts for each in group):
        if twice := found.keys() & part.keys():
            raise ValueError(f"two parts of the document have one name: {sorted(twice)}")
        found.update(part)
    return found


def heard(each: Published) -> dict[str, Part]:
    """The channel of a message."""
    parameters = {name: ref("components", "parameters", name) for name in each.parameters}
    return {each.name: {**channel(each.subject, [each.name]), "parameters": parameters}}


def receiving(each: Published) -> dict[str, Part]:
    """Hearing a message when it is sent."""
    operation = {
        "action": "receive",
        "channel": ref("channels", each.name),
        "summary": f"{each.message.full_name} is sent.",
        "tags": [{"name": each.stream}],
        "bindings": {"nats": {}},
    }
    return {f"receive.{each.name}": operation}


def components(contracts: Contracts) -> Part:
    """What channels and operations refer to."""
    kinds = [each.message for each in contracts.published]
    return {
        "securitySchemes": {"user": USER},
        "parameters": {name: {"description": text} for name, text in PARAMETERS.items()},
        "messages": merged(
            ({each.name: message(each, contracts)} for each in contracts.published),
            [requests.MESSAGES],
        ),
        "schemas": {**headers(), **schemas(kinds, contracts.comments)},
    }


def message(each: Published, contracts: Contracts) -> Part:
    """A published message: what is on the wire, and its other form."""
    name = each.message.full_name
    content_type = JSON if each.stream in {"metrics", "figures", "published"} else PROTOBUF
    in_json = {"$ref": AT + name}
    proto = {"schemaFormat": PROTO_FORMAT, "schema": proto_text(each.message, contracts.comments)}
    payload, other = (in_json, proto) if content_type == JSON else (proto, in_json)
    return {
        "name": name,
        "title": each.message.name,
        "summary": contracts.comments.get(name, ""),
        "contentType": content_type,
        "headers": headers_of(each, content_type),
        "payload": payload,
        "x-other-form": other,
    }
