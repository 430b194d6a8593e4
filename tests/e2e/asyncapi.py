"""docs/asyncapi.json for tests: its messages by type, and validators of headers and payloads.

Promises validators of another library than any reader of ours, with formats checked. Not a test
itself.
"""

import json
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator, FormatChecker

PAGE = Path(__file__).resolve().parents[2] / "docs" / "asyncapi.json"
DOCUMENT: dict[str, Any] = json.loads(PAGE.read_text(encoding="utf-8"))
MESSAGES: dict[str, Any] = DOCUMENT["components"]["messages"]
PUBLISHED = {each["name"]: each for each in MESSAGES.values() if "name" in each}  # by ce-type
ADDRESSES = {
    each["address"]: list(each["messages"])
    for each in DOCUMENT["channels"].values()
    if (each["address"] or "").startswith("motcua.")
}


def forms(kind: str) -> tuple[Any, Any]:
    """The JSON Schema of a message and its .proto, whichever is on the wire."""
    found = PUBLISHED[kind]
    both = [found["payload"], found["x-other-form"]]
    [in_json] = [each for each in both if "$ref" in each]
    [proto] = [each for each in both if "schemaFormat" in each]
    return in_json, proto["schema"]


@cache
def descriptor(kind: str) -> Any:
    """The contract's own, from where `ce-dataschema` says that it is."""
    schema = PUBLISHED[kind]["headers"]["properties"]["ce-dataschema"]["const"]
    found = re.fullmatch(r"urn:motcua:proto/([\w/]+)\.proto#(\w+)", schema)
    assert found is not None, schema
    file = import_module(found[1].replace("/", ".") + "_pb2").DESCRIPTOR
    message = file.message_types_by_name[found[2]]
    assert message.full_name == kind
    return message


@cache
def json_of(kind: str) -> Draft7Validator:
    """What judges a message in protobuf's JSON mapping."""
    return validator(forms(kind)[0])


def part_of(name: str) -> Draft7Validator:
    """What judges a message that others hold."""
    return validator({"$ref": f"#/components/schemas/{name}"})


@cache
def headers_of(kind: str) -> Draft7Validator:
    """What judges the headers of a message."""
    return validator(PUBLISHED[kind]["headers"])


def validator(schema: Any) -> Draft7Validator:
    """Of a schema that may refer to any part of the document."""
    Draft7Validator.check_schema(
        {"allOf": [schema], "components": DOCUMENT["components"]["schemas"]}
    )
    whole = {"allOf": [schema], "components": DOCUMENT["components"]}
    Draft7Validator.check_schema(whole)
    return Draft7Validator(whole, format_checker=FormatChecker())


def known_headers(kind: str) -> set[str]:
    """The names that the document has for a message's headers."""
    headers = PUBLISHED[kind]["headers"]
    common = headers["allOf"][0]["$ref"].rpartition("/")[2]
    return {*headers["properties"], *DOCUMENT["components"]["schemas"][common]["properties"]}
