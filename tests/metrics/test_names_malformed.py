"""Names that are none: `ward-7` where a request names `units/ward-7`.

Given any request of metrics, when a name in it has not its form, then it is refused as malformed at
every field at fault, with the form in words. Which fields name something is read from the contracts
by another way than the service's. Must not need a stack.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from google.api import resource_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

import motcua.metrics.v1 as contracts
from services.chassis.errors import Refusal
from services.metrics.api.named import BROUGHT_BACK, FORMS, PACKAGE, Checked
from services.metrics.api.offered import SERVICES

NAMES = {"unit", "service", "name", "parent"}
FIELDS = 40  # at least, in all requests together


def methods() -> Iterator[MethodDescriptor]:
    for each in pkgutil.iter_modules(contracts.__path__):
        if each.name.endswith("_pb2"):
            module: Any = importlib.import_module(f"{contracts.__name__}.{each.name}")
            for service in module.DESCRIPTOR.services_by_name.values():
                yield from service.methods


def named(message: Descriptor, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of each text that is called as a name is, or says of what it is the name."""
    for field in message.fields:
        here = (*path, field.name)
        if field.message_type and field.message_type.file.package == PACKAGE:
            yield from named(field.message_type, here)
        elif field.type == FieldDescriptor.TYPE_STRING and (
            field.name in NAMES or field.GetOptions().HasExtension(resource_pb2.resource_reference)
        ):
            yield here


class Place(NamedTuple):
    """A field of a method's request, and where a refusal names it."""

    method: MethodDescriptor
    path: tuple[str, ...]

    def put(self, request: Any, name: str) -> str:
        """The name into the field, and the field as a refusal spells it."""
        message, spelled = request, []
        for part in self.path[:-1]:
            inner = getattr(message, part)
            repeated = message.DESCRIPTOR.fields_by_name[part].is_repeated
            message = (inner[0] if inner else inner.add()) if repeated else inner
            spelled.append(f"{part}[0]" if repeated else part)
        setattr(message, self.path[-1], name)
        return ".".join([*spelled, self.path[-1]])


PLACES = [Place(method, path) for method in methods() for path in named(method.input_type)]
ANSWERED = "answered"


class Answering:
    """Whatever is asked, that it was."""

    def __getattr__(self, _: str) -> Any:
        return lambda *_: ANSWERED


def ask(request: Message, method: MethodDescriptor) -> Any:
    """As the server would, once the request was found sound."""
    answering: Any = Checked(Answering(), method.containing_service.file)
    return getattr(answering, method.name)(request, None)


def of(place: Place) -> str:
    return f"{place.method.name}-{'.'.join(place.path)}"


@pytest.mark.parametrize("place", PLACES, ids=of)
@pytest.mark.parametrize("name", ["ward-7", "wards/7", "units/", "units/a/b/c/d/e", "units/a b"])
def test_a_name_of_another_form_is_refused_at_its_field(place: Place, name: str) -> None:
    request = GetMessageClass(place.method.input_type)()
    field = place.put(request, name)
    with pytest.raises(Refusal) as refusal:
        ask(request, place.method)
    assert (refusal.value.reason.code, refusal.value.field) == ("NAME_MALFORMED", field)
    form = refusal.value.values["form"]
    assert form in {*FORMS.values(), *BROUGHT_BACK.values()}
    assert form in refusal.value.message("vi")


@pytest.mark.parametrize("place", PLACES, ids=of)
def test_a_name_of_the_form_that_is_asked_for_is_taken(place: Place) -> None:
    request = GetMessageClass(place.method.input_type)()
    place.put(request, "x")
    with pytest.raises(Refusal) as refusal:
        ask(request, place.method)
    for form in refusal.value.values["form"].split(" | "):
        for letters in ("2025-00070", "Phường", "online_handling@1"):
            parts = [letters if "{" in part else part for part in form.split("/")]
            place.put(request, "/".join(parts))
            assert ask(request, place.method) == ANSWERED


@pytest.mark.parametrize("place", PLACES, ids=of)
def test_a_name_that_is_left_out_is_not_malformed(place: Place) -> None:
    request = GetMessageClass(place.method.input_type)()
    place.put(request, "")
    assert ask(request, place.method) == ANSWERED


def test_every_field_at_fault_is_named_at_once() -> None:
    for method in methods():
        request = GetMessageClass(method.input_type)()
        own = [place for place in PLACES if place.method is method]
        fields = {place.put(request, "ward-7") for place in own}
        if not own:
            assert ask(request, method) == ANSWERED
            continue
        with pytest.raises(Refusal) as refusal:
            ask(request, method)
        assert {each.field for each in (refusal.value, *refusal.value.also)} == fields


def test_requests_name_things_and_each_contract_is_served_so() -> None:
    assert len(PLACES) >= FIELDS
    served = {contract.DESCRIPTOR.name for _, contract in SERVICES.values()}
    assert {method.containing_service.file.name for method in methods()} == served
