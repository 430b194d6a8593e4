"""What a command of submissions brings into the log for ever: sealed texts stay out of it, names of
resources are the catalogue's or ours, and whatever else is text is a code that names nobody.

The contracts are read, so that a new field cannot be forgotten here.
"""

from __future__ import annotations

from collections.abc import Iterator

from google.api import field_behavior_pb2 as behavior
from google.api import resource_pb2 as resources
from google.protobuf.descriptor import Descriptor, FieldDescriptor

from motcua.chassis.v1 import access_pb2 as access
from tests.architecture.test_contracts import METHODS

OWN_IDS = {"request_id", "etag", "page_token", "unit"}
REFERENCE = (
    "a provider's, or a source's, name for a payment: by digits alone, and needed to reconcile"
)
KEY = "a source's key of its record: often by year and number; no e-mail address, as its form says"
PROOF = "the number that we gave, and its secret: neither is recorded from here"
NOT_CODES = {
    "provider_reference": REFERENCE,
    "payment": REFERENCE,
    "payment_reference": REFERENCE,
    "key": KEY,
    "root_key": KEY,
    "dossier_key": KEY,
    "into_key": KEY,
    "number": PROOF,
    "secret": PROOF,
    "holder": "the name of a dossier or a draft that is there",
    "return_address": "a portal's own, for the provider; it is in no event",
    "signature": "a provider's over its words; it is in no event",
    "public_paragraphs": "a text that is published on purpose",
}


def texts(message: Descriptor, seen: set[str]) -> Iterator[FieldDescriptor]:
    """Every text that a request can bring, in messages of ours within it as well."""
    if message.full_name in seen or not message.full_name.startswith("motcua."):
        return
    seen.add(message.full_name)
    for field in message.fields:
        options = field.GetOptions()
        if behavior.OUTPUT_ONLY in options.Extensions[behavior.field_behavior]:
            continue
        if field.message_type is not None and not options.Extensions[access.sealed]:
            yield from texts(field.message_type, seen)
        elif field.type == FieldDescriptor.TYPE_STRING and not options.Extensions[access.sealed]:
            yield field


def commands() -> Iterator[Descriptor]:
    for method in METHODS:
        declared = method.GetOptions().Extensions[access.access]
        if declared.command and method.full_name.startswith("motcua.submissions."):
            yield method.input_type


def found() -> list[FieldDescriptor]:
    seen: set[str] = set()
    return [field for message in commands() for field in texts(message, seen)]


def is_known(field: FieldDescriptor) -> bool:
    options = field.GetOptions()
    text = options.Extensions[access.text]
    return (
        text.names_nobody
        or (0 < text.max_length < 9 and "@" not in text.pattern)  # too short for any of them
        or options.HasExtension(resources.resource_reference)
        or field.name in OWN_IDS
        or field.name in NOT_CODES
    )


def test_every_text_of_a_command_names_nobody_or_says_why_not() -> None:
    assert [field.full_name for field in found() if not is_known(field)] == []


def test_what_is_no_code_is_a_field_that_there_is() -> None:
    assert {field.name for field in found()} >= NOT_CODES.keys()


def test_the_purpose_of_a_reading_which_stays_after_an_erasure_names_nobody() -> None:
    purposes = {
        field.full_name: field.GetOptions().Extensions[access.text].names_nobody
        for method in METHODS
        for field in texts(method.input_type, set())
        if field.name == "purpose" and field.type == FieldDescriptor.TYPE_STRING
    }
    assert len(purposes) == 5
    assert all(purposes.values()), purposes


def test_officers_are_pseudonyms_of_one_form_wherever_they_are_named() -> None:
    forms = {
        field.GetOptions().Extensions[access.text].SerializeToString()
        for method in METHODS
        for field in texts(method.input_type, set())
        if field.name in {"officer", "officers", "assignee"}
    }
    assert len(forms) == 1
