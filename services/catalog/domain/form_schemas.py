"""An electronic form: a JSON Schema, draft 2020-12, that stands on its own.

Promises that what passes is bounded, is valid by the draft's own schema, and refers to nothing
outside of itself. Must not fetch anything, nor fill in a form.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import SchemaError

from services.catalog.domain.refusals.content import (
    FORM_SCHEMA_INVALID,
    FORM_SCHEMA_NOT_JSON,
    FORM_SCHEMA_OTHER_DIALECT,
    FORM_SCHEMA_REFERENCE_BROKEN,
    FORM_SCHEMA_REFERENCE_REMOTE,
    FORM_SCHEMA_TOO_DEEP,
    FORM_SCHEMA_TOO_LONG,
    FORM_SCHEMA_TOO_MANY_PARTS,
)
from services.chassis.errors import Reason, Refusal

MOST_CHARACTERS = 100_000
DEEPEST = 64
MOST_PARTS = 2_000  # the draft's own schema takes about 0.3 ms for each
DIALECT = "https://json-schema.org/draft/2020-12/schema"
REFERENCES = ("$ref", "$dynamicRef")
ANCHORS = ("$anchor", "$dynamicAnchor")

# What ECMA 262 writes otherwise than Python, so that `\p{L}` and `(?<name>…)` are no mistakes.
ECMA = (
    (re.compile(r"\\[pP]\{[^}]*\}"), r"\\w"),
    (re.compile(r"\\u\{[0-9A-Fa-f]+\}|\\c[A-Za-z]"), "u"),
    (re.compile(r"\(\?<(?![=!])"), "(?P<"),
    (re.compile(r"\\k<(\w+)>"), r"(?P=\1)"),
)
FORMATS = FormatChecker(formats=())


class Part(NamedTuple):
    """A value inside of the form: where, and in which part that has an id of its own."""

    path: tuple[str, ...]
    value: Any
    resource: Mapping[str, Any]


def require_sound(text: str, *, field: str) -> None:
    """Refuse what is no schema of a form; "" is no form, and is left alone."""
    if text:
        schema = _parsed(text, field)
        parts = _bounded(schema, field)
        _require_dialect(parts, field)
        _require_valid(schema, field)
        _require_own_references(parts, field)


def _parsed(text: str, field: str) -> dict[str, Any]:
    if len(text) > MOST_CHARACTERS:
        raise Refusal(FORM_SCHEMA_TOO_LONG, field=field, values={"most": str(MOST_CHARACTERS)})
    try:
        schema = json.loads(text, object_pairs_hook=_each_once, parse_constant=_number)
    except RecursionError:
        raise _too_deep(field) from None
    except ValueError:
        schema = None
    if not isinstance(schema, dict):
        raise Refusal(FORM_SCHEMA_NOT_JSON, field=field)
    return schema


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _number(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def _bounded(schema: Mapping[str, Any], field: str) -> list[Part]:
    """Every object of the form, once it is known that they are not too many."""
    found: list[Part] = []
    parts = 0
    for part in _walk(schema):
        parts += isinstance(part.value, dict | bool)
        if len(part.path) > DEEPEST:
            raise _too_deep(field)
        if parts > MOST_PARTS:
            values = {"most": str(MOST_PARTS)}
            raise Refusal(FORM_SCHEMA_TOO_MANY_PARTS, field=field, values=values)
        if isinstance(part.value, dict):
            found.append(part)
    return found


def _walk(schema: Mapping[str, Any]) -> Iterator[Part]:
    waiting = [Part((), schema, schema)]
    while waiting:
        part = waiting.pop()
        yield part
        value = part.value
        if isinstance(value, dict):
            inside = value if isinstance(value.get("$id"), str) else part.resource
            waiting += (Part((*part.path, key), each, inside) for key, each in value.items())
        elif isinstance(value, list):
            waiting += (
                Part((*part.path, str(n)), each, part.resource) for n, each in enumerate(value)
            )


def _require_dialect(parts: list[Part], field: str) -> None:
    for part in parts:
        said = part.value.get("$schema", DIALECT)
        if isinstance(said, str) and said.removesuffix("#") != DIALECT:
            raise _refused(FORM_SCHEMA_OTHER_DIALECT, field, (*part.path, "$schema"))


@FORMATS.checks("regex", raises=re.error)
def _is_pattern(value: object) -> bool:
    """Whether it is a regular expression, as far as Python can tell."""
    if isinstance(value, str):
        for written, read in ECMA:
            value = written.sub(read, value)
        re.compile(value)
    return True


def _require_valid(schema: Mapping[str, Any], field: str) -> None:
    try:
        Draft202012Validator.check_schema(schema, format_checker=FORMATS)
    except SchemaError as error:
        path = tuple(map(str, error.absolute_path))
        raise _refused(FORM_SCHEMA_INVALID, field, path, rule=str(error.validator)) from None
    except RecursionError:  # a pattern of groups within groups
        raise _too_deep(field) from None


def _require_own_references(parts: list[Part], field: str) -> None:
    anchors = {
        (id(_owner(part)), part.value[word])
        for part in parts
        for word in ANCHORS
        if isinstance(part.value.get(word), str)
    }
    for part in parts:
        for word in REFERENCES:
            said = part.value.get(word, "#")
            if not isinstance(said, str):
                continue  # a field of the form that is called so
            if not said.startswith("#"):
                raise _refused(FORM_SCHEMA_REFERENCE_REMOTE, field, (*part.path, word))
            owner, fragment = _owner(part), unquote(said[1:])
            if (id(owner), fragment) not in anchors and not _leads_to(owner, fragment):
                raise _refused(FORM_SCHEMA_REFERENCE_BROKEN, field, (*part.path, word))


def _owner(part: Part) -> Mapping[str, Any]:
    """What a reference in this part starts from: the part around it, or itself, that has an id."""
    value: Mapping[str, Any] = part.value
    return value if isinstance(value.get("$id"), str) else part.resource


def _leads_to(schema: Any, pointer: str) -> bool:
    """Whether a JSON pointer leads to a schema."""
    first, *steps = pointer.split("/")
    if first:
        return False
    for step in steps:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(schema, list) and re.fullmatch("[0-9]{1,5}", key):
            schema = dict(enumerate(schema)).get(int(key))
        else:
            schema = schema.get(key) if isinstance(schema, dict) else None
    return isinstance(schema, dict | bool)


def _too_deep(field: str) -> Refusal:
    return Refusal(FORM_SCHEMA_TOO_DEEP, field=field, values={"most": str(DEEPEST)})


def _refused(reason: Reason, field: str, path: tuple[str, ...], **values: str) -> Refusal:
    return Refusal(reason, field=field, values={"path": _shown(path), **values})


def _shown(path: tuple[str, ...]) -> str:
    """A place in the form as a JSON pointer, in which nothing is invisible."""
    pointer = "#" + "".join("/" + key.replace("~", "~0").replace("/", "~1") for key in path)
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in pointer
    )
