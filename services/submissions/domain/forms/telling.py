"""What of a form breaks its schema, told rule by rule once it is known that something does.

The library tells it, too, but all at once and each rule with a copy of the value: 1,000 rules
broken by 256 KiB took 6 s and 1.5 GB. Here telling ends at a bound. Whether a rule is broken is
asked of the library; which rules there are is read from the schema.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple, TypeAlias

from services.submissions.domain.forms.reasons import Violation
from services.submissions.domain.forms.schema import FormSchema, escaped

MOST_TOLD = 100
MOST_STEPS = 30_000  # rules looked at, 5 µs each: a form of some hundred fields has some thousand


class Exhausted(Exception):  # noqa: N818 — said of the bound
    """More was looked at than one answer is worth."""


class Place(NamedTuple):
    """A schema and a value that it judges, each with where it lies (JSON pointers)."""

    schema: Any
    pointer: str
    value: Any
    path: str

    def below(self, *steps: str | int) -> "Place":
        """A schema below this one, of the same value."""
        schema, pointer = self.schema, self.pointer
        for step in steps:
            schema, pointer = schema[step], f"{pointer}/{escaped(str(step))}"
        return self._replace(schema=schema, pointer=pointer)

    def of(self, value: Any, step: str | int) -> "Place":
        """The same schema, of a value below."""
        return self._replace(value=value, path=f"{self.path}/{step}")


Told: TypeAlias = Iterator[Violation]


def violations(form: FormSchema, data: Any) -> list[Violation]:
    """Every rule that a filled-in form breaks, once each, at most `MOST_TOLD`; none: it satisfies
    the schema.
    """
    if form.is_satisfied(data):
        return []
    found: dict[Violation, None] = {}
    with suppress(Exhausted, RecursionError):
        for each in Telling(form).told(Place(form.schema, "", data, "")):
            found[each] = None
            if len(found) >= MOST_TOLD:
                break
    return list(found) or [Violation("", "schema")]


class Telling:
    """What is asked of one schema while it is told what breaks it."""

    def __init__(self, form: FormSchema) -> None:
        self.form = form
        self.left = MOST_STEPS

    def told(self, place: Place) -> Told:
        """What a schema finds wrong with a value."""
        self.spend()
        if isinstance(place.schema, bool):
            yield from () if place.schema else [Violation(place.path, "false")]
            return
        broken = False
        # What has an id of its own is judged as a whole: references in it start from there.
        for keyword in () if place.pointer and "$id" in place.schema else place.schema:
            for each in KEYWORDS.get(keyword, nothing)(self, place):
                broken = True
                yield each
        unclear = next((each for each in AS_A_WHOLE if each in place.schema), "")
        if unclear and not broken and not self.holds(place):
            yield Violation(place.path, unclear)

    def holds(self, place: Place) -> bool:
        """Whether a value satisfies a schema."""
        self.spend()
        if isinstance(place.schema, bool):
            return place.schema
        return self.form.part(place.pointer).is_valid(place.value)

    def keeps(self, place: Place, keyword: str) -> bool:
        """Whether a value keeps to one keyword that refers to nothing."""
        self.spend()
        rule = {keyword: place.schema[keyword]}
        return self.form.rule((place.pointer, keyword), rule).is_valid(place.value)

    def matched(self, place: Place, pattern: str) -> list[str]:
        """The names of an object that have a pattern."""
        self.spend()
        where = (place.pointer, "patternProperties", pattern)
        rule = self.form.rule(where, {"pattern": pattern})
        return [name for name in fields(place) if rule.is_valid(name)]

    def field(self, place: Place, name: str) -> Place:
        """The same schema, of a field; a name that the schema does not have may be anybody's."""
        step = escaped(name) if name in self.form.names else "*"
        return place.of(place.value[name], step)

    def spend(self) -> None:
        """Raise Exhausted where nothing is left."""
        self.left -= 1
        if self.left < 0:
            raise Exhausted


def fields(place: Place) -> Mapping[str, Any]:
    """The fields of an object; of anything else none."""
    return place.value if isinstance(place.value, dict) else {}


def items(place: Place) -> list[Any]:
    """The items of a list; of anything else none."""
    return place.value if isinstance(place.value, list) else []


def nothing(_: Telling, __: Place) -> Told:
    """A keyword that breaks nothing by itself."""
    return iter(())


def alone(keyword: str) -> Callable[[Telling, Place], Told]:
    """A keyword that needs no other one."""

    def told(telling: Telling, place: Place) -> Told:
        if not telling.keeps(place, keyword):
            said = place.schema[keyword]
            limits = said if isinstance(said, list) else [said]
            shown = () if keyword in {"enum", "const"} else tuple(map(str, limits))
            yield Violation(place.path, keyword, shown)

    return told


def required(telling: Telling, place: Place) -> Told:
    """Fields that must be there, each at its own place."""
    yield from missing(telling, place, "required", place.schema["required"])


def dependent_required(telling: Telling, place: Place) -> Told:
    """Fields that must be there beside others."""
    for name, needed in place.schema["dependentRequired"].items():
        if name in fields(place):
            yield from missing(telling, place, "dependentRequired", needed)


def missing(telling: Telling, place: Place, keyword: str, names: list[str]) -> Told:
    """Those of these names that an object lacks."""
    for name in names if isinstance(place.value, dict) else ():
        telling.spend()
        if name not in place.value:
            yield Violation(f"{place.path}/{escaped(name)}", keyword)


def properties(telling: Telling, place: Place) -> Told:
    """Each field by its own schema."""
    for name in place.schema["properties"]:
        if name in fields(place):
            yield from telling.told(telling.field(place.below("properties", name), name))


def pattern_properties(telling: Telling, place: Place) -> Told:
    """Each field by the schemas whose pattern its name has."""
    for pattern in place.schema["patternProperties"]:
        for name in telling.matched(place, pattern):
            below = place.below("patternProperties", pattern)
            yield from telling.told(telling.field(below, name))


def additional_properties(telling: Telling, place: Place) -> Told:
    """Each field that no other keyword beside this one names."""
    named = set(place.schema.get("properties", ()))
    for pattern in place.schema.get("patternProperties", ()):
        named.update(telling.matched(place, pattern))
    more = [name for name in fields(place) if name not in named]
    below = place.below("additionalProperties")
    if more and below.schema is False:
        yield Violation(place.path, "additionalProperties")
        return
    for name in more:
        yield from telling.told(telling.field(below, name))


def property_names(telling: Telling, place: Place) -> Told:
    """The names of all fields; which one is wrong stays unsaid."""
    below = place.below("propertyNames")
    if not all(telling.holds(below._replace(value=name)) for name in fields(place)):
        yield Violation(place.path, "propertyNames")


def prefix_items(telling: Telling, place: Place) -> Told:
    """The first items, each by its own schema."""
    for n, (value, _) in enumerate(zip(items(place), place.schema["prefixItems"], strict=False)):
        yield from telling.told(place.below("prefixItems", n).of(value, n))


def further_items(telling: Telling, place: Place) -> Told:
    """All items after these."""
    begin = len(place.schema.get("prefixItems", ()))
    for n, value in enumerate(items(place)[begin:], begin):
        yield from telling.told(place.below("items").of(value, n))


def contains(telling: Telling, place: Place) -> Told:
    """As many items of a kind as are asked for."""
    if not isinstance(place.value, list):
        return
    below = place.below("contains")
    found = sum(telling.holds(below._replace(value=each)) for each in place.value)
    least, most = place.schema.get("minContains", 1), place.schema.get("maxContains", found)
    if not least <= found <= most:
        yield Violation(place.path, "contains")


def all_of(telling: Telling, place: Place) -> Told:
    """Each of several schemas."""
    for n in range(len(place.schema["allOf"])):
        yield from telling.told(place.below("allOf", n))


def alternatives(keyword: str, fits: Callable[[int], bool]) -> Callable[[Telling, Place], Told]:
    """A number of alternatives that hold."""

    def told(telling: Telling, place: Place) -> Told:
        every = range(len(place.schema[keyword]))
        if not fits(sum(telling.holds(place.below(keyword, n)) for n in every)):
            yield Violation(place.path, keyword)

    return told


def excluded(telling: Telling, place: Place) -> Told:
    """What must not hold."""
    if telling.holds(place.below("not")):
        yield Violation(place.path, "not")


def conditional(telling: Telling, place: Place) -> Told:
    """By one schema or another."""
    branch = "then" if telling.holds(place.below("if")) else "else"
    if branch in place.schema:
        yield from telling.told(place.below(branch))


def dependent_schemas(telling: Telling, place: Place) -> Told:
    """By further schemas where a field is there."""
    for name in place.schema["dependentSchemas"]:
        if name in fields(place):
            yield from telling.told(place.below("dependentSchemas", name))


def reference(telling: Telling, place: Place) -> Told:
    """By the schema that it leads to."""
    target = telling.form.target(place.schema["$ref"])
    if target is not None:
        yield from telling.told(place._replace(pointer=target[0], schema=target[1]))
    elif not telling.holds(place):
        yield Violation(place.path, "$ref")


# What other keywords decide, or where the form was entered: told where nothing else is wrong.
AS_A_WHOLE = ("unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$id")
ALONE = (
    "type enum const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength "
    "minLength pattern format maxItems minItems uniqueItems maxProperties minProperties"
)
KEYWORDS: Mapping[str, Callable[[Telling, Place], Told]] = {
    **{keyword: alone(keyword) for keyword in ALONE.split()},
    "required": required,
    "dependentRequired": dependent_required,
    "properties": properties,
    "patternProperties": pattern_properties,
    "additionalProperties": additional_properties,
    "propertyNames": property_names,
    "prefixItems": prefix_items,
    "items": further_items,
    "contains": contains,
    "allOf": all_of,
    "anyOf": alternatives("anyOf", bool),
    "oneOf": alternatives("oneOf", lambda held: held == 1),
    "not": excluded,
    "if": conditional,
    "dependentSchemas": dependent_schemas,
    "$ref": reference,
}
