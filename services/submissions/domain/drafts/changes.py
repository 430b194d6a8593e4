"""What changed under a draft: what is otherwise in one version of its service than in another.

Example: version 2 asks for the mother's name, no longer for CT02, and for 50,000 đồng in place of
20,000: a field at `/mother/name`, the document CT02 and the fee are told.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from motcua.catalog.v1.events_pb2 import ServiceContent, Text
from motcua.submissions.v1.drafts_pb2 import ServiceChange
from services.chassis.errors import Refusal
from services.chassis.reasons import Kind, Reason
from services.submissions.domain.forms.reasons import FIELD
from services.submissions.domain.forms.schema import FormSchema, escaped
from services.submissions.domain.offerings import named

MOST_FIELDS = 2_000
DEEPEST = 20
MOST_REFERENCES = 20  # one after the other
ANNOTATIONS = (
    "$defs",
    "$id",
    "$schema",
    "$comment",
    "examples",
)  # say nothing of what is filled in


class ChangeReason(Reason):
    """What changed since a draft was filled in."""

    SERVICE_VERSION_CHANGED = (
        Kind.STATE,
        (
            "Thủ tục đã có phiên bản {now}; bản nháp được điền theo phiên bản {then}. Hãy xem thay "
            "đổi và lưu lại bản nháp theo phiên bản mới."
        ),
        (
            "The service is in version {now} now; the draft was filled in by version {then}. Look "
            "at what changed, and save the draft again by the new version."
        ),
    )
    FIELD_ADDED = (Kind.STATE, "Biểu mẫu có thêm mục {path}.", "The form has a new field {path}.")
    FIELD_REMOVED = (
        Kind.STATE,
        "Biểu mẫu không còn mục {path}.",
        "The form has no field {path} any more.",
    )
    FIELD_CHANGED = (
        Kind.STATE,
        "Quy định của mục {path} đã thay đổi.",
        "What the form says of {path} has changed.",
    )
    DOCUMENT_ADDED = (
        Kind.STATE,
        "Thủ tục yêu cầu thêm giấy tờ “{document_vi}”.",
        "The service asks for a new document {document_en}.",
    )
    DOCUMENT_REMOVED = (
        Kind.STATE,
        "Thủ tục không còn yêu cầu giấy tờ “{document_vi}”.",
        "The service no longer asks for the document {document_en}.",
    )
    DOCUMENT_CHANGED = (
        Kind.STATE,
        "Trường hợp phải nộp giấy tờ “{document_vi}” đã thay đổi.",
        "When the document {document_en} is asked for has changed.",
    )
    FEE_ADDED = (
        Kind.STATE,
        "Có thêm khoản thu “{fee_vi}”: {after} đồng.",
        "There is a new fee {fee_en}: {after} VND.",
    )
    FEE_REMOVED = (Kind.STATE, "Không còn khoản thu “{fee_vi}”.", "The fee {fee_en} is gone.")
    FEE_CHANGED = (
        Kind.STATE,
        "Khoản thu “{fee_vi}” là {after} đồng, trước đây là {before} đồng.",
        "The fee {fee_en} is {after} VND; it was {before} VND.",
    )


class VersionContent(NamedTuple):
    """The content and the form of a service version, as who files needs them."""

    content: ServiceContent
    form: FormSchema | None


def changes(before: VersionContent, after: VersionContent) -> list[ServiceChange]:
    """All that is otherwise in a later version, fields first, then documents, then fees."""
    documents = [
        {each.code: each.conditional for each in version.content.documents if each.code}
        for version in (before, after)
    ]
    fees = [
        {each.code: each.amount for each in version.content.fees} for version in (before, after)
    ]
    fields = [_fields(version.form) for version in (before, after)]
    return [
        *(ServiceChange(kind=kind, pointer=key) for kind, key in _between(*fields, offset=1)),
        *(ServiceChange(kind=kind, code=key) for kind, key in _between(*documents, offset=4)),
        *(
            ServiceChange(
                kind=kind,
                code=key,
                amount_before=fees[0].get(key, 0),
                amount_after=fees[1].get(key, 0),
            )
            for kind, key in _between(*fees, offset=7)
        ),
    ]


Names = Mapping[tuple[str, str], Any]  # texts of documents and fees, by kind and code


def names_of(versions: Iterable[VersionContent]) -> Names:
    """What documents and fees are called, in the last version that has them."""
    return {
        (kind, each.code): each.name
        for version in versions
        for kind, lines in (("document", version.content.documents), ("fee", version.content.fees))
        for each in lines
    }


def refusals(
    before: int, after: int, found: Sequence[ServiceChange], names: Names
) -> list[Refusal]:
    """That another version is in force, and each change, as an answer says them."""
    values = {"then": str(before), "now": str(after)}
    first = Refusal(ChangeReason.SERVICE_VERSION_CHANGED, field="name", values=values)
    return [first, *(_refusal(each, names) for each in found)]


def _refusal(change: ServiceChange, names: Names) -> Refusal:
    name = ServiceChange.Kind.Name(change.kind).removeprefix("KIND_")
    fields = {"FIELD": f"{FIELD}#{change.pointer}", "DOCUMENT": "documents", "FEE": "fees"}
    kind = name.partition("_")[0]
    values = {
        "path": f"#{change.pointer}",
        "before": str(change.amount_before),
        "after": str(change.amount_after),
    }
    reason = ChangeReason[name]
    used = {key: value for key, value in values.items() if f"{{{key}}}" in reason.vi}
    if change.code:
        called = names.get((kind.lower(), change.code), Text())
        used |= named(kind.lower(), change.code, called.vi, called.en)
    return Refusal(reason, field=fields[kind], values=used)


def _between(
    before: Mapping[str, Any], after: Mapping[str, Any], *, offset: int
) -> Iterator[tuple[Any, str]]:
    """Added, removed and changed, as kinds from an offset on."""
    for key in dict.fromkeys((*before, *after)):
        if key not in before:
            yield offset, key
        elif key not in after:
            yield offset + 1, key
        elif before[key] != after[key]:
            yield offset + 2, key


def _fields(form: FormSchema | None) -> dict[str, str]:
    """The keywords of a form for each field by itself, by the field's JSON pointer."""
    found = {"": json.dumps([{}, False])}
    waiting: list[tuple[str, Any, bool]] = [("", form.schema, False)] if form else []
    while waiting and len(found) < MOST_FIELDS and form:
        pointer, subschema, needed = waiting.pop()
        schema = _followed(form, subschema)
        inside = list(_inside(pointer, schema)) if pointer.count("/") < DEEPEST else []
        waiting += reversed(inside)
        own = {
            keyword: schema[keyword]
            for keyword in schema
            if keyword not in (*ANNOTATIONS, *_applicators(schema))
        }
        if pointer or own:
            found[pointer] = json.dumps([own, needed], sort_keys=True)
    return found


def _applicators(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """The keywords whose subschemas are fields of their own."""
    inside = ("properties", "required")
    return (*inside, "items") if isinstance(schema.get("items"), dict) else inside


def _inside(pointer: str, schema: Mapping[str, Any]) -> Iterator[tuple[str, Any, bool]]:
    needed = schema.get("required", ())
    for name, each in schema.get("properties", {}).items():
        yield f"{pointer}/{escaped(name)}", each, name in needed
    if isinstance(schema.get("items"), dict):
        yield f"{pointer}/*", schema["items"], False


def _followed(form: FormSchema, schema: Any) -> Mapping[str, Any]:
    """A schema with what its reference leads to; true and false as schemas of their own."""
    for _ in range(MOST_REFERENCES):
        if isinstance(schema, bool):
            return {"allowed": schema}
        target = form.target(schema["$ref"]) if "$ref" in schema else None
        if target is None:
            return dict(schema)
        siblings = {keyword: schema[keyword] for keyword in schema if keyword != "$ref"}
        to = target[1] if isinstance(target[1], dict) else {"allowed": target[1]}
        schema = {**to, **siblings}
    return dict(schema)
