"""An electronic form: a JSON Schema, draft 2020-12, that stands on its own.

What passes is bounded, valid by the draft's own schema, refers to nothing outside of itself, and is
judged in a time that grows with the filled-in form alone.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from jsonschema_rs import Draft202012Validator, ReferencingError, Validator, validator_for

from services.catalog.domain import form_patterns, form_references
from services.catalog.domain.form_expansion import Schema
from services.catalog.domain.form_references import Fault, Part, Path
from services.catalog.domain.refusals.content import ContentReason
from services.chassis.errors import Refusal, together
from services.chassis.reasons import Reason

MOST_CHARACTERS = 100_000
DEEPEST = 64
MOST_PARTS = 2_000
MOST_PATTERNS = 100  # different ones
MOST_FAULTS = 20  # of what is wrong
DIALECT = "https://json-schema.org/draft/2020-12/schema"
LONGEST_NUMBER = 300  # digits


class Odd(NamedTuple):
    """What stands in JSON where no value can be kept, and why."""

    reason: Reason


class Repeated(dict[str, Any]):
    """An object in which a key stands twice."""

    twice = ""


def require_sound(text: str, *, field: str) -> None:
    """Refuse what is no schema of a form, for all that is wrong with it; "" is no form, and is left
    alone.
    """
    if not text:
        return
    schema = _parsed(text, field)
    parts = _bounded(schema, field)
    _refuse(field, _odd(parts))
    objects = [part for part in parts if isinstance(part.value, dict)]
    found = [*_other_dialects(objects), *_invalid(schema), *_unsound_patterns(objects)]
    references = list(form_references.astray(objects))
    _refuse(field, [*found, *references])
    _refuse(field, form_references.unbounded(schema, objects))
    _refuse(field, _uncompilable(schema))


def _refuse(field: str, faults: list[Fault]) -> None:
    """Refuse with all of these, each with its place."""
    if faults:
        raise together(
            [
                Refusal(each.reason, field=field, values={"path": shown(each.path), **each.values})
                for each in faults[:MOST_FAULTS]
            ]
        )


def _parsed(text: str, field: str) -> dict[str, Any]:
    if len(text) > MOST_CHARACTERS:
        raise Refusal(
            ContentReason.FORM_SCHEMA_TOO_LONG, field=field, values={"most": str(MOST_CHARACTERS)}
        )
    try:
        schema = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=lambda _: Odd(ContentReason.FORM_SCHEMA_NUMBER_INVALID),
            parse_float=_decimal,
            parse_int=_whole,
        )
    except RecursionError:
        raise _too_deep(field) from None
    except ValueError:
        schema = None
    if not isinstance(schema, dict):
        raise Refusal(ContentReason.FORM_SCHEMA_NOT_JSON, field=field)
    return schema


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = Repeated(pairs)
    if len(found) == len(pairs):
        return dict(found)
    times = Counter(key for key, _ in pairs)
    found.twice = next(key for key, count in times.items() if count > 1)
    return found


def _decimal(text: str) -> Any:
    """A number; beyond what a machine keeps, engines disagree what it is."""
    number = float(text)
    return (
        Odd(ContentReason.FORM_SCHEMA_NUMBER_INVALID)
        if number in (float("inf"), -float("inf"))
        else number
    )


def _whole(text: str) -> Any:
    return (
        Odd(ContentReason.FORM_SCHEMA_NUMBER_INVALID) if len(text) > LONGEST_NUMBER else int(text)
    )


def _bounded(schema: Mapping[str, Any], field: str) -> list[Part]:
    """Every value of the form, once it is known that its objects are not too many."""
    found: list[Part] = []
    parts = 0
    for part in _walk(schema):
        parts += isinstance(part.value, dict | bool)
        if len(part.path) > DEEPEST:
            raise _too_deep(field)
        if parts > MOST_PARTS:
            values = {"most": str(MOST_PARTS)}
            raise Refusal(ContentReason.FORM_SCHEMA_TOO_MANY_PARTS, field=field, values=values)
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
            every = [Part((*part.path, key), each, inside) for key, each in value.items()]
            waiting += reversed(every)
        elif isinstance(value, list):
            every = [
                Part((*part.path, str(n)), each, part.resource) for n, each in enumerate(value)
            ]
            waiting += reversed(every)


def _odd(parts: list[Part]) -> list[Fault]:
    """Values that JSON can write and nobody can keep alike."""
    found = []
    for path, value, _ in parts:
        if isinstance(value, Odd):
            found.append(Fault(value.reason, path))
        elif isinstance(value, Repeated):
            found.append(Fault(ContentReason.FORM_SCHEMA_KEY_REPEATED, (*path, value.twice)))
        if _is_broken(value) or (path and _is_broken(path[-1])):
            found.append(Fault(ContentReason.FORM_SCHEMA_TEXT_INVALID, path))
    return found


def _is_broken(value: Any) -> bool:
    """Whether a text holds half of a letter (a lone surrogate)."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return True
    return False


def _other_dialects(parts: list[Part]) -> Iterator[Fault]:
    for part in parts:
        dialect = part.value.get("$schema", DIALECT)
        if isinstance(dialect, str) and dialect.removesuffix("#") != DIALECT:
            yield Fault(ContentReason.FORM_SCHEMA_OTHER_DIALECT, (*part.path, "$schema"))


@cache
def _draft() -> Validator:
    """The draft's own schema; the library has it, and fetches nothing."""
    return validator_for({"$ref": DIALECT}, validate_formats=False)


def _invalid(schema: Schema) -> Iterator[Fault]:
    for error in _draft().iter_errors(schema):
        path = tuple(map(str, error.instance_path))
        rule = next((str(each) for each in reversed(error.schema_path) if str(each)), "")
        yield Fault(ContentReason.FORM_SCHEMA_INVALID, path, {"rule": rule})


def _uncompilable(schema: dict[str, Any]) -> list[Fault]:
    """What the draft's own schema does not see: an id that is no address. Compiled as the forms
    that come in are held against it, so that no service is published with a form that nobody can
    file.
    """
    try:
        Draft202012Validator(
            form_references.addressed(schema),
            validate_formats=True,
            pattern_options=form_patterns.LINEAR,
            offline=True,
        )
    except (ValueError, ReferencingError):
        return [Fault(ContentReason.FORM_SCHEMA_INVALID, (), {"rule": "$id"})]
    return []


def _unsound_patterns(parts: list[Part]) -> Iterator[Fault]:
    """Patterns that not every engine takes, or that some take for ever."""
    known: dict[str, form_patterns.Unsound | None] = {}
    effort = form_patterns.Effort()
    for path, pattern in _patterns(parts):
        if pattern not in known:
            if len(known) >= MOST_PATTERNS:
                values = {"most": str(MOST_PATTERNS)}
                yield Fault(ContentReason.FORM_SCHEMA_TOO_MANY_PATTERNS, path, values)
                return
            known[pattern] = _why_unsound(pattern, effort)
        if (why := known[pattern]) is not None:
            yield Fault(why.reason, path, {"part": why.part or pattern})


def _patterns(parts: list[Part]) -> Iterator[tuple[Path, str]]:
    """Every pattern, and where it stands."""
    for part in parts:
        if isinstance(stated := part.value.get("pattern"), str):
            yield (*part.path, "pattern"), stated
        if isinstance(named := part.value.get("patternProperties"), dict):
            for key in named:
                yield (*part.path, "patternProperties", key), key


def _why_unsound(pattern: str, effort: form_patterns.Effort) -> form_patterns.Unsound | None:
    try:
        form_patterns.require_linear(pattern, effort)
    except form_patterns.Unsound as why:
        return why
    return None


def _too_deep(field: str) -> Refusal:
    return Refusal(ContentReason.FORM_SCHEMA_TOO_DEEP, field=field, values={"most": str(DEEPEST)})


def shown(path: Path) -> str:
    """A place in the form as a JSON pointer, in which nothing is invisible."""
    pointer = "#" + "".join("/" + key.replace("~", "~0").replace("/", "~1") for key in path)
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in pointer
    )
