"""docs/asyncapi.json: what it says of payloads, headers and requests is so, and others can read it.

Promises random messages of every published type against protobuf's own JSON and protoc. What real
services publish is compared in tests/pages/test_streams_described.py.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path
from random import Random
from typing import Any

import pytest
from google.protobuf import descriptor_pool, json_format
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.message_factory import GetMessageClass
from grpc_tools import protoc

from deploy.embedded.accounts import permissions, reader
from services.chassis.envelope import message
from services.console.development.fuzzing.messages import random_message
from tests.e2e.asyncapi import (
    ADDRESSES,
    DOCUMENT,
    MESSAGES,
    PAGE,
    PUBLISHED,
    descriptor,
    forms,
    headers_of,
    json_of,
    known_headers,
    part_of,
)
from tests.e2e.metrics_stream import MAC, figure

NODE = shutil.which("node")
PARSER = Path(__file__).parents[2] / "node_modules" / "@asyncapi" / "protobuf-schema-parser"
BAD = {
    "payload": {
        "schemaFormat": "application/vnd.google.protobuf;version=3",
        "schema": "message A { none b = 1; }",
    }
}
STREAMS = ("catalog", "submissions", "metrics", "figures", "published")
KINDS = sorted(PUBLISHED)
PARTS = [
    name
    for name, schema in DOCUMENT["components"]["schemas"].items()
    if "." in name and schema["type"] == "object"
]


def as_json(message: Any, *, defaults: bool) -> Any:
    """As any service prints it."""
    return json_format.MessageToDict(message, always_print_fields_with_no_presence=defaults)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_protobuf_prints_of_a_message_is_valid(kind: str) -> None:
    random = Random(kind)
    for n in range(8):
        made = random_message(descriptor(kind), random, all_fields=n == 0)
        for defaults in (False, True):
            json_of(kind).validate(as_json(made, defaults=defaults))


@pytest.mark.parametrize("name", PARTS)
def test_a_value_of_another_form_is_not_valid_in_any_field(name: str) -> None:
    """Of each message that one holds; so nowhere in what holds them."""
    kind = descriptor_pool.Default().FindMessageTypeByName(name)
    made = random_message(kind, Random(name), all_fields=True)
    sound, schema = as_json(made, defaults=True), part_of(name)
    schema.validate(sound)
    for field in kind.fields:
        if field.json_name in sound:  # of a choice one alone is
            value = sound[field.json_name]
            bad: list[Any] = bad_values(field)
            if field.is_repeated:
                bad = ["a", {"0": "a"}, *([*value, each] for each in bad)]
            valid = [each for each in bad if schema.is_valid({**sound, field.json_name: each})]
            assert not valid, field.name


def bad_values(field: Any) -> list[Any]:
    """What can be no value of a field, or of an element of it."""
    kind = field.message_type
    if kind and kind.full_name == "google.protobuf.Timestamp":
        return [0, "yesterday", "2026-01-01", "2026-01-01T00:00:00"]
    if kind:
        return ["a", []]
    if field.enum_type:
        return ["NO_SUCH_VALUE", 1]
    return {
        field.CPPTYPE_STRING: [1, ["a"]],
        field.CPPTYPE_BOOL: ["true", 0],
        field.CPPTYPE_INT32: ["1", 2**31, 0.5],
        field.CPPTYPE_INT64: [1, "", "1.5", "0x1", "01"],
    }[field.cpp_type]


@pytest.mark.parametrize("kind", KINDS)
def test_fields_that_come_later_and_fields_that_are_missing_break_nothing(kind: str) -> None:
    json_of(kind).validate({})
    json_of(kind).validate({"comesLater": {"a": 1}})


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Of each type, the message class that a stranger gets from the .proto in the document."""
    found = {}
    google = Path(protoc.__file__).parent / "_proto"
    for kind in KINDS:
        folder = tmp_path_factory.mktemp("proto")
        (folder / "one.proto").write_text(forms(kind)[1], encoding="utf-8")
        more = Path(json_format.__file__).parents[2]  # google/type
        include = [f"-I{path}" for path in (folder, google, more)]
        image = folder / "image"
        wanted = ["--include_imports", f"--descriptor_set_out={image}", "one.proto"]
        assert protoc.main(["protoc", *include, *wanted]) == 0, kind
        pool = descriptor_pool.DescriptorPool()
        for file in FileDescriptorSet.FromString(image.read_bytes()).file:
            pool.AddSerializedFile(file.SerializeToString())
        found[kind] = GetMessageClass(pool.FindMessageTypeByName(kind))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_proto_of_a_message_reads_its_bytes_alone(kind: str, compiled: dict[str, Any]) -> None:
    random = Random(kind)
    for n in range(4):
        made = random_message(descriptor(kind), random, all_fields=n == 0)
        read = compiled[kind].FromString(made.SerializeToString())
        assert as_json(read, defaults=True) == as_json(made, defaults=True)
        assert read.SerializeToString(deterministic=True) == made.SerializeToString(
            deterministic=True
        )


def test_what_refers_leads_somewhere_and_a_subject_has_its_parameters() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for path in set(re.findall(r'"\$ref": "#/([^"]+)"', text)):
        within: Any = DOCUMENT
        for step in path.split("/"):
            within = within[step]
    for channel in DOCUMENT["channels"].values():
        names = re.findall(r"\{(\w+)\}", channel["address"] or "")
        assert set(channel.get("parameters", {})) == set(names)
    heard = [name for names in ADDRESSES.values() for name in names]
    assert sorted(MESSAGES[name]["name"] for name in heard) == KINDS


def test_a_reader_may_ask_what_the_document_lets_him_ask() -> None:
    account = reader("somebody", reads=STREAMS)
    given = set(permissions(account)["permissions"]["publish"]["allow"])
    sent = [each for each in DOCUMENT["operations"].values() if each["action"] == "send"]
    channels = [DOCUMENT["channels"][each["channel"]["$ref"].rpartition("/")[2]] for each in sent]
    assert {each["address"].replace("{subject}", ">") for each in channels} == given


def test_the_headers_of_a_relay_are_those_of_the_document() -> None:
    made = message(figure(1, fingerprint=b"\1"), mac=MAC, content_type="application/json")
    kind = made.headers["ce-type"]
    headers_of(kind).validate(dict(made.headers))
    assert set(made.headers) <= known_headers(kind)
    for name, value in (
        ("ce-id", "1"),
        ("ce-type", "x"),
        ("ce-dataschema", "x"),
        ("Motcua-N", "-1"),
    ):
        assert not headers_of(kind).is_valid({**made.headers, name: value})


@pytest.mark.skipif(NODE is None or not PARSER.exists(), reason="no node, or no npm ci was run")
def test_asyncapi_s_own_parser_finds_no_fault(tmp_path: Path) -> None:
    parsed = parse(PAGE)
    assert parsed["diagnostics"] == []
    assert sorted(set(parsed["messages"])) == KINDS
    assert parsed["payloads"] == len(KINDS) + 2  # that of StoredRequest and StreamInfo, too
    channels = {"a": {"address": "a", "messages": {"A": BAD}}}
    broken = {"asyncapi": "3.1.0", "info": DOCUMENT["info"], "channels": channels}
    path = tmp_path / "broken.json"
    path.write_text(json.dumps(broken))
    assert "illegal token" in parse(path)["diagnostics"][0]["message"]


def parse(path: Path) -> Any:
    """What the parser of AsyncAPI says of a document."""
    command = [NODE or "", str(Path(__file__).with_name("asyncapi_parsed.mjs")), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=240)
    return json.loads(done.stdout)
