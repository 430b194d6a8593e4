"""The references of an electronic form: where they lead, and how far the form unfolds by them.

A reference of a form that passes stays inside of it and leads to a schema. Nothing is fetched.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import quote, unquote

from services.catalog.domain import form_expansion
from services.catalog.domain.form_expansion import Schema
from services.catalog.domain.refusals.content import ContentReason
from services.chassis.reasons import Reason

REFERENCES = ("$ref", "$dynamicRef")
ANCHORS = ("$anchor", "$dynamicAnchor")
NAMES = frozenset({"properties", "patternProperties", "$defs", "dependentSchemas"})
VALUES = frozenset({"const", "enum", "default", "examples"})

Path: TypeAlias = tuple[str, ...]


class Part(NamedTuple):
    """A value inside of the form: where, and in which part that has an id of its own."""

    path: Path
    value: Any
    resource: Mapping[str, Any]


class Fault(NamedTuple):
    """Something that is wrong, and where."""

    reason: Reason
    path: Path
    values: Mapping[str, str] = {}


def astray(parts: list[Part]) -> Iterator[Fault]:
    """References that leave the form, or lead nowhere."""
    anchors = _anchors(parts)
    for part in parts:
        for keyword in REFERENCES:
            stated = part.value.get(keyword, "#")
            if not isinstance(stated, str):
                continue  # a field of the form that is called so
            if not stated.startswith("#"):
                yield Fault(ContentReason.FORM_SCHEMA_REFERENCE_REMOTE, (*part.path, keyword))
            elif _target(part, stated, anchors) is None:
                yield Fault(ContentReason.FORM_SCHEMA_REFERENCE_BROKEN, (*part.path, keyword))


def _anchors(parts: list[Part]) -> dict[tuple[int, str], Any]:
    """What an anchor names, by the part with an id that it stands in."""
    return {
        (id(_owner(part)), part.value[keyword]): part.value
        for part in parts
        for keyword in ANCHORS
        if isinstance(part.value.get(keyword), str)
    }


def _target(part: Part, reference: str, anchors: Mapping[tuple[int, str], Any]) -> Any:
    """The schema that a reference leads to: an object, or true or false; None: it leads nowhere."""
    owner, fragment = _owner(part), unquote(reference[1:])
    named = anchors.get((id(owner), fragment))
    return _at(owner, fragment) if named is None else named


def _owner(part: Part) -> Mapping[str, Any]:
    """What a reference in this part starts from: the part around it, or itself, that has an id."""
    value: Mapping[str, Any] = part.value
    return value if isinstance(value.get("$id"), str) else part.resource


def _at(schema: Any, pointer: str) -> Any:
    """The schema that a JSON pointer leads to, if it leads to one."""
    first, *steps = pointer.split("/")
    if first:
        return None
    for step in steps:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(schema, list) and re.fullmatch("[0-9]{1,5}", key):
            schema = dict(enumerate(schema)).get(int(key))
        else:
            schema = schema.get(key) if isinstance(schema, dict) else None
    return schema if isinstance(schema, dict | bool) else None


def addressed(part: Any, *, names: bool = False) -> Any:
    """A schema whose references are addresses, as the engine wants them: `#/$defs/địa chỉ` becomes
    `#/$defs/%C4%91…`. Below a map of names every key is a name; values are no schemas.
    """
    if isinstance(part, list):
        return [addressed(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        key: each if not names and key in VALUES else _addressed(key, each, names)
        for key, each in part.items()
    }


def _addressed(key: str, value: Any, is_name: bool) -> Any:
    if not is_name and key in REFERENCES and isinstance(value, str):
        return quote(value, safe="#/%~!$&'()*+,;=:@?-._")
    return addressed(value, names=not is_name and key in NAMES)


def unbounded(schema: Schema, parts: list[Part]) -> list[Fault]:
    """Where a form whose references are sound unfolds without bound."""
    anchors, by_schema = _anchors(parts), {id(part.value): part for part in parts}

    def follow(at: Schema) -> Iterator[tuple[Schema, Path]]:
        part = by_schema[id(at)]
        if isinstance(stated := at.get("$ref"), str):
            target = _target(part, stated, anchors)
            yield from [(target, ("$ref",))] if isinstance(target, dict) else ()
        if isinstance(stated := at.get("$dynamicRef"), str):
            # It may lead to whatever has that name, depending on where the form was entered.
            named = {id(each): each for (_, name), each in anchors.items() if f"#{name}" == stated}
            target = _target(part, stated, anchors)
            named |= {id(target): target} if isinstance(target, dict) else {}
            yield from ((each, ("$dynamicRef",)) for each in named.values())

    try:
        form_expansion.require_bounded(schema, follow)
    except form_expansion.Unbounded as why:
        return [Fault(why.reason, (*by_schema[id(why.schema)].path, *why.keyword))]
    return []
