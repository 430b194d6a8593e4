"""The form of resource names in requests: where `units/ward-7` is named, `ward-7` is refused.

Promises to refuse all fields at fault at once, and to know from the contract which fields name
something. Must not ask whether there is anything of that name.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from google.api import resource_pb2
from google.protobuf.descriptor import (
    Descriptor,
    FieldDescriptor,
    FileDescriptor,
    MethodDescriptor,
)
from google.protobuf.message import Message

from services.chassis.errors import Refusal, refuse_all
from services.metrics.domain.refusals import MetricsReason

PACKAGE = "motcua.metrics.v1"
UNIT, SERVICE = "units/{unit}", "services/{service}"
FORMS = {
    "motcua/Unit": UNIT,
    "motcua/Service": SERVICE,
    "motcua/Definition": "definitions/{definition}",
    "motcua/Publication": "publications/{publication}",
    "motcua/Revision": "publications/{publication}/revisions/{revision}",
    "motcua/Assertion": "assertions/{assertion}",
    "motcua/Inspection": "inspections/{inspection}",
    "motcua/Member": "members/{member}",
}
# Of what answers hold, too, and requests bring back.
BROUGHT_BACK = {
    f"{PACKAGE}.FigureScope.unit": UNIT,
    f"{PACKAGE}.FigureScope.service": SERVICE,
    f"{PACKAGE}.LeafName.unit": f"{UNIT} | -",
}
PARENTS = {"motcua/Revision": FORMS["motcua/Publication"]}


class Naming(NamedTuple):
    """A field of a message that names something, or holds messages with such fields."""

    field: str
    form: str  # of the name; "" of messages
    within: "Sequence[Naming]"
    repeated: bool


class Checked:
    """What answers a contract's methods, each once the names in its request have their form."""

    def __init__(self, answering: object, contract: FileDescriptor) -> None:
        for service in contract.services_by_name.values():
            for method in service.methods:
                setattr(self, method.name, checked(getattr(answering, method.name), method))


def checked(handler: Any, method: MethodDescriptor) -> Any:
    """A method that is not entered with a name of another form."""
    names = naming(method.input_type)

    def answer(request: Message, context: Any) -> Any:
        refuse_all(malformed(request, names))
        return handler(request, context)

    return answer if names else handler


def naming(message: Descriptor) -> list[Naming]:
    """Each field of a request that names something, at any depth."""
    found = []
    for field in message.fields:
        kind = field.message_type
        within = naming(kind) if kind and kind.file.package == PACKAGE else []
        if (form := form_of(field)) or within:
            found.append(Naming(field.name, form, within, field.is_repeated))
    return found


def form_of(field: FieldDescriptor) -> str:
    """Of the names that a field takes; "": it names nothing."""
    options: Any = field.GetOptions()
    of = options.Extensions[resource_pb2.resource_reference]
    named = FORMS.get(of.type) or PARENTS.get(of.child_type)
    return named or BROUGHT_BACK.get(field.full_name, "")


def malformed(message: Any, names: Sequence[Naming]) -> Iterator[Refusal]:
    """A refusal for each name that has not its form; one that is left out has none to have."""
    for each in names:
        if each.repeated:
            for n, value in enumerate(getattr(message, each.field)):
                yield from at_fault(value, each, f"{each.field}[{n}]")
        elif each.form or message.HasField(each.field):
            yield from at_fault(getattr(message, each.field), each, each.field)


def at_fault(value: Any, of: Naming, place: str) -> Iterator[Refusal]:
    """The same of the value at a place."""
    if of.within:
        yield from (each.below(place) for each in malformed(value, of.within))
    elif value and not pattern(of.form).fullmatch(value):
        yield Refusal(MetricsReason.NAME_MALFORMED, field=place, values={"form": of.form})


@cache
def pattern(form: str) -> re.Pattern[str]:
    """What a name of a form looks like; of forms that are parted by ` | `, of any."""
    return re.compile(re.sub(r"\{\w+\}", r"[^/\\s]+", form).replace(" | ", "|"))
