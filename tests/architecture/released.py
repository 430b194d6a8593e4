"""What a release promises to those after it: migrations as they ran, contracts as they were.

Promises one file a release, `released/<version>.json`, written by `python -m
tests.architecture.released` when `pyproject.toml` has left `.dev0`. Must not promise anything for a
version that is not released.
"""

import hashlib
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from google.protobuf.descriptor_pb2 import DescriptorProto, FieldDescriptorProto, FileDescriptorSet

ROOT = Path(__file__).resolve().parents[2]
RELEASED = Path(__file__).with_name("released")
Promises = Mapping[str, str]


def version() -> str:
    """The version that this tree says it is."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return str(project["version"])


def is_final(version: str) -> bool:
    """Whether it is a release, not on the way to one."""
    return all(part.isdigit() for part in version.split("."))


def migrations(root: Path = ROOT) -> Promises:
    """Every migration with the digest of its text."""
    files = [file for file in root.glob("services/**/*.sql") if file.name[:4].isdigit()]
    return {
        str(file.relative_to(root)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(files)
    }


def contracts(image: bytes | None = None) -> Promises:
    """What our contracts promise: fields and values by number, methods by their messages."""
    image = (ROOT / "proto" / "baseline.binpb").read_bytes() if image is None else image
    found: dict[str, str] = {}
    for file in FileDescriptorSet.FromString(image).file:
        if file.package.startswith("motcua."):
            for message in file.message_type:
                found.update(of_message(file.package, message))
            for enum in file.enum_type:
                found.update(of_enum(f"{file.package}.{enum.name}", enum))
            for service in file.service:
                for method in service.method:
                    streams = (method.client_streaming, method.server_streaming)
                    said = f"{method.input_type} {method.output_type} {streams}"
                    found[f"{file.package}.{service.name}/{method.name}"] = said
    return found


def of_message(scope: str, message: DescriptorProto) -> Iterator[tuple[str, str]]:
    """Its fields, and those of what is declared in it."""
    name = f"{scope}.{message.name}"
    for field in message.field:
        kind = FieldDescriptorProto.Type.Name(field.type)
        many = FieldDescriptorProto.Label.Name(field.label)
        yield f"{name}#{field.number}", f"{field.name} {many} {kind} {field.type_name}"
    for enum in message.enum_type:
        yield from of_enum(f"{name}.{enum.name}", enum)
    for nested in message.nested_type:
        yield from of_message(name, nested)


def of_enum(name: str, enum: Any) -> Iterator[tuple[str, str]]:
    """Its values."""
    for value in enum.value:
        yield f"{name}#{value.number}", value.name


def changed(promised: Promises, now: Promises) -> list[str]:
    """What is no longer as it was promised."""
    return sorted(name for name, said in promised.items() if now.get(name) != said)


def out_of_turn(promised: Promises, now: Promises) -> list[str]:
    """New migrations that would run before one that has run already."""
    last: dict[Path, str] = {}
    for name in map(Path, promised):
        last[name.parent] = max(last.get(name.parent, ""), name.name)
    return sorted(
        str(name)
        for name in map(Path, now)
        if str(name) not in promised and name.name < last.get(name.parent, "")
    )


def main() -> None:
    """Promise what this version is."""
    said = version()
    if not is_final(said):
        sys.exit(f"{said} is no release: set the version in pyproject.toml first")
    RELEASED.mkdir(exist_ok=True)
    promises = {"migrations": migrations(), "contracts": contracts()}
    (RELEASED / f"{said}.json").write_text(json.dumps(promises, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
