"""The schema of a form, compiled once, with the parts of it that are asked about by themselves.

The engine of patterns takes a time that grows with the text alone, formats are held, and nothing is
ever fetched. The catalogue publishes no schema that cannot be compiled so.
"""

import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any, TypeAlias
from urllib.parse import quote, unquote

from jsonschema_rs import Draft202012Validator, RegexOptions, Validator

LINEAR = RegexOptions(size_limit=1_000_000)  # as the catalogue's
BASE, PART = "https://form.invalid/form", "https://form.invalid/part"  # names, never fetched

REFERENCES = frozenset({"$ref", "$dynamicRef"})
NAMES = frozenset({"properties", "patternProperties", "$defs", "dependentSchemas"})
VALUES = frozenset({"const", "enum", "default", "examples"})

Part: TypeAlias = tuple[str, Any]  # a JSON pointer, and the schema there


class FormSchema:
    """A JSON Schema, draft 2020-12, as the catalogue published it. Raises ValueError where it is
    none that can be compiled.
    """

    def __init__(self, text: str) -> None:
        self.schema: dict[str, Any] = json.loads(text)
        self.size = len(text)  # characters
        self._whole = compiled(self.schema)
        self._parts: dict[str, Validator] = {}
        self._rules: dict[tuple[str, ...], Validator] = {}

    def is_satisfied(self, data: Any) -> bool:
        """Whether a filled-in form breaks no rule."""
        return self._whole.is_valid(data)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that the schema gives fields, anywhere."""
        maps = (each.get("properties") for _, each in self._inside())
        return frozenset(name for each in maps if isinstance(each, dict) for name in each)

    def part(self, pointer: str) -> Validator:
        """The schema at a JSON pointer, by itself."""
        if pointer not in self._parts:
            reference = f"{BASE}#{quote(pointer, safe='/~')}"
            whole = {**self.schema, "$id": BASE}
            part = {"$id": PART, "$ref": reference, "$defs": {"form": whole}}
            self._parts[pointer] = compiled(part)
        return self._parts[pointer]

    def rule(self, location: tuple[str, ...], rule: dict[str, Any]) -> Validator:
        """One keyword that refers to nothing, by itself; `place`: where it stands."""
        if location not in self._rules:
            self._rules[location] = compiled(rule)
        return self._rules[location]

    def target(self, reference: str) -> Part | None:
        """Where a reference leads that stands outside of parts with an id of their own; None: into
        one of these, or nowhere.
        """
        fragment = unquote(reference.removeprefix("#"))
        if fragment and not fragment.startswith("/"):
            return self._anchors.get(fragment)
        found: Any = self.schema
        for step in fragment.split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            found = _below(found, key)
            if has_id(found):
                return None
        return (fragment, found) if isinstance(found, dict | bool) else None

    @cached_property
    def _anchors(self) -> dict[str, Part]:
        """By name; those in parts with an id of their own are not the form's."""
        return {
            part["$anchor"]: (pointer, part)
            for pointer, part in self._inside(below_ids=False)
            if isinstance(part.get("$anchor"), str)
        }

    def _inside(self, *, below_ids: bool = True) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every object in the schema, itself first, with its pointer."""
        waiting: list[Part] = [("", self.schema)]
        while waiting:
            pointer, part = waiting.pop()
            if isinstance(part, dict) and (below_ids or not pointer or not has_id(part)):
                yield pointer, part
                waiting += [(f"{pointer}/{escaped(key)}", each) for key, each in part.items()]
            elif isinstance(part, list):
                waiting += [(f"{pointer}/{n}", each) for n, each in enumerate(part)]


def compiled(schema: dict[str, Any]) -> Validator:
    """The one way in which schemas are compiled here; ValueError where one cannot be."""
    return Draft202012Validator(
        addressed(schema), validate_formats=True, pattern_options=LINEAR, offline=True
    )


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


def has_id(part: Any) -> bool:
    """Whether a part of a schema has an id of its own, from which references in it start."""
    return isinstance(part, dict) and isinstance(part.get("$id"), str)


def is_choice(schemas: list[Any]) -> bool:
    """Whether alternatives are values with titles: an `enum` whose values have names."""
    return all(isinstance(each, dict) and "const" in each for each in schemas)


def escaped(name: str) -> str:
    """A name as a step of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def _below(found: Any, key: str) -> Any:
    if isinstance(found, list):
        return found[int(key)] if key.isdigit() and int(key) < len(found) else None
    return found.get(key) if isinstance(found, dict) else None
