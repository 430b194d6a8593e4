"""`./motcua reference`: the contracts as pages, made from the .proto files and their comments.

A page for each file in docs/reference/: its methods with who may call them, then messages and
enumerations; and docs/asyncapi.json, what is on NATS. `./motcua check` fails where one of them is
not what the contracts of now give.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from google.api import field_behavior_pb2
from google.protobuf.descriptor_pb2 import FieldDescriptorProto, FileDescriptorProto
from google.protobuf.descriptor_pb2 import FileDescriptorSet as Image

from motcua.chassis.v1 import access_pb2, publishing_pb2
from services.console.development.asyncapi.document import document
from services.console.development.contract_comments import (
    ENUMS,
    FIELDS,
    MESSAGES,
    METHODS,
    NESTED,
    NESTED_ENUMS,
    SERVICES,
    VALUES,
    Place,
    comments,
)
from services.console.development.contracts import ROOT, current_image

DOCS = ROOT / "docs"
PAGES = DOCS / "reference"
ASYNCAPI = "asyncapi.json"
OURS = ".motcua."
SCOPES = {
    access_pb2.SCOPE_ANYWHERE: "any unit",
    access_pb2.SCOPE_FIELD: "the unit in `{unit}`",
    access_pb2.SCOPE_RESOURCE: "the resource's unit",
    access_pb2.SCOPE_WHOLE: "the whole tree",
}
BEHAVIOURS = {
    field_behavior_pb2.REQUIRED: "required",
    field_behavior_pb2.OPTIONAL: "optional",
    field_behavior_pb2.OUTPUT_ONLY: "output only",
    field_behavior_pb2.IDENTIFIER: "identifier",
}
OPENING = """# Contracts

Made from [proto/](../../proto) by `./motcua reference`. 64-bit integers are strings in JSON. What
every call has in common stands in [calls.md](../calls.md), and what portals call in
[portals.md](../portals.md).

| file | services | about |
|---|---|---|
"""


@click.command()
def reference() -> None:
    """Write docs/reference/ and docs/asyncapi.json from the contracts."""
    made = pages()
    for path in there():
        if path.name not in made:
            path.unlink()
    PAGES.mkdir(exist_ok=True)
    for name, text in made.items():
        place(name).write_text(text, encoding="utf-8")


def is_fresh() -> bool:
    """Whether every page is what the contracts of now give, and there is no other."""
    made = pages()
    found = {path.name: path.read_text(encoding="utf-8") for path in there()}
    stale = sorted(name for name in made.keys() | found.keys() if made.get(name) != found.get(name))
    for name in stale:
        click.echo(f"not fresh: {place(name).relative_to(ROOT)} (run ./motcua reference)")
    return not stale


def there() -> list[Path]:
    """The files that were made before."""
    return [*PAGES.glob("*.md"), *DOCS.glob(ASYNCAPI)]


def place(name: str) -> Path:
    """Where a file of this name belongs."""
    return (DOCS if name == ASYNCAPI else PAGES) / name


def pages() -> dict[str, str]:
    """The pages and the document by their names."""
    with tempfile.TemporaryDirectory() as scratch:
        image = Image.FromString(Path(current_image(scratch)).read_bytes())
    files = [each for each in image.file if each.package.startswith(OURS[1:])]
    where = {name: page_name(file) for file in files for name in declared(file)}
    made = {page_name(file): Page(file, where).text() for file in files}
    asyncapi = json.dumps(document(image), ensure_ascii=False, indent=1) + "\n"
    return {**made, "README.md": contents(files), ASYNCAPI: asyncapi}


def page_name(file: FileDescriptorProto) -> str:
    """`metrics.publications.md` of `motcua/metrics/v1/publications.proto`."""
    _, package, _, name = file.name.split("/")
    return f"{package}.{name.removesuffix('.proto')}.md"


def declared(file: FileDescriptorProto) -> Iterator[str]:
    """The full names of what a file declares, as fields refer to them."""
    for message in file.message_type:
        yield from nested(f".{file.package}.{message.name}", message)
    for enum in file.enum_type:
        yield f".{file.package}.{enum.name}"


def nested(name: str, message: Any) -> Iterator[str]:
    """A message and what is declared in it."""
    yield name
    for each in message.nested_type:
        yield from nested(f"{name}.{each.name}", each)
    for enum in message.enum_type:
        yield f"{name}.{enum.name}"


def contents(files: Iterable[FileDescriptorProto]) -> str:
    """The list of pages."""
    rows = []
    for file in files:
        services = ", ".join(f"`{each.name}`" for each in file.service)
        about = sentence(comments(file).get((12,), ""))  # what stands before `syntax`
        rows.append(f"| [{file.name}]({page_name(file)}) | {services} | {about} |\n")
    return OPENING + "".join(rows)


def sentence(text: str) -> str:
    """The first one."""
    return " ".join(text.split()).partition(". ")[0].rstrip(".") + "."


class Page:
    """One file as Markdown."""

    def __init__(self, file: FileDescriptorProto, where: dict[str, str]) -> None:
        self.file = file
        self.where = where
        self.comments = comments(file)

    def text(self) -> str:
        """All of it."""
        return "\n".join(self.lines()) + "\n"

    def lines(self) -> Iterator[str]:
        """From its opening to its last enumeration."""
        yield from (f"# {self.file.name}", "", self.said((12,)), "")
        for n, service in enumerate(self.file.service):
            yield from self.service(service, (SERVICES, n))
        for n, message in enumerate(self.file.message_type):
            yield from self.message(message, message.name, (MESSAGES, n))
        for n, enum in enumerate(self.file.enum_type):
            yield from self.enum(enum, enum.name, (ENUMS, n))

    def service(self, service: Any, place: Place) -> Iterator[str]:
        """Its methods."""
        yield from (f"## {service.name}", "", self.said(place), "")
        for n, method in enumerate(service.method):
            stream_in, stream_out = ("stream " if each else "" for each in streams(method))
            asked, answer = self.link(method.input_type), self.link(method.output_type)
            yield from (f"### {method.name}", "", self.said((*place, METHODS, n)), "")
            yield f"{stream_in}{asked} → {stream_out}{answer} · {access(method)}"
            yield ""

    def message(self, message: Any, name: str, place: Place) -> Iterator[str]:
        """Its fields, and what is declared in it."""
        yield from (f"## {name}", "", self.said(place), "")
        if subject := message.options.Extensions[publishing_pb2.subject]:
            yield from (f"Published on `{subject}`.", "")
        if message.field:
            yield from ("| field | type | | what |", "|---|---|---|---|")
        for n, field in enumerate(message.field):
            said = cell(self.said((*place, FIELDS, n)))
            yield f"| `{field.name}` | {self.type(field)} | {behaviour(field)} | {said} |"
        yield ""
        for n, each in enumerate(message.nested_type):
            yield from self.message(each, f"{name}.{each.name}", (*place, NESTED, n))
        for n, enum in enumerate(message.enum_type):
            yield from self.enum(enum, f"{name}.{enum.name}", (*place, NESTED_ENUMS, n))

    def enum(self, enum: Any, name: str, place: Place) -> Iterator[str]:
        """Its values but the first, which says that there is none."""
        yield from (f"## {name}", "", self.said(place), "", "| value | what |", "|---|---|")
        for n, value in enumerate(enum.value):
            if value.number:
                said = cell(self.said((*place, VALUES, n)))
                yield f"| `{value.name}` = {value.number} | {said} |"
        yield ""

    def said(self, place: Place) -> str:
        """The comment there."""
        return self.comments.get(place, "")

    def type(self, field: FieldDescriptorProto) -> str:
        """Such as `repeated` Receipt, with a link."""
        many = "repeated " if field.label == FieldDescriptorProto.LABEL_REPEATED else ""
        if field.type_name:
            return many + self.link(field.type_name)
        return f"{many}{FieldDescriptorProto.Type.Name(field.type).removeprefix('TYPE_').lower()}"

    def link(self, name: str) -> str:
        """To where a type is declared; of others' types the name."""
        if name not in self.where:
            return f"`{name[1:]}`"
        page = self.where[name]
        short = ".".join(name.split(".")[4:])
        anchor = short.replace(".", "").lower()
        here = "" if page == page_name(self.file) else page
        return f"[{short}]({here}#{anchor})"


def streams(method: Any) -> tuple[bool, bool]:
    """Whether requests and answers are streams."""
    return method.client_streaming, method.server_streaming


def access(method: Any) -> str:
    """Who may call a method, and where."""
    declared_access = method.options.Extensions[access_pb2.access]
    names = [access_pb2.Role.Name(each) for each in declared_access.roles]
    roles = ", ".join(name.removeprefix("ROLE_").lower() for name in names)
    scope = SCOPES[declared_access.scope].format(unit=declared_access.unit)
    marks = [name for name in ("command", "endless") if getattr(declared_access, name)]
    return " · ".join([f"roles: {roles}", f"within {scope}", *marks])


def behaviour(field: FieldDescriptorProto) -> str:
    """Required, optional, output only; sealed."""
    stated = field.options.Extensions[field_behavior_pb2.field_behavior]
    found = [BEHAVIOURS.get(each, "") for each in stated]
    sealed: Any = access_pb2.sealed
    if field.options.Extensions[sealed]:
        found.append("sealed")
    return ", ".join(filter(None, found))


def cell(text: str) -> str:
    """A comment within a table."""
    return text.replace("|", "\\|").replace("\n", " ")
