"""Violations of a form's JSON Schema, keyword by keyword, up to a bound.

The library lists them, too, but all at once and each with a copy of the value: 1,000 violations in
256 KiB took 6 s and 1.5 GB. Here the schema gives the keywords, and the library says of each
whether the instance satisfies it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple, TypeAlias

from services.submissions.domain.forms.reasons import Violation
from services.submissions.domain.forms.schema import FormSchema, escaped, is_choice

MOST_VIOLATIONS = 100
MOST_STEPS = 30_000  # rules looked at, 5 µs each: a form of some hundred fields has some thousand


class Exhausted(Exception):  # noqa: N818 — said of the bound
    """More was looked at than one answer is worth."""


class Location(NamedTuple):
    """A schema and the instance that it is applied to, each with its JSON pointer."""

    schema: Any
    schema_location: str
    instance: Any
    instance_location: str

    def below(self, *steps: str | int) -> "Location":
        """A subschema, of the same instance."""
        schema, schema_location = self.schema, self.schema_location
        for step in steps:
            schema, schema_location = schema[step], f"{schema_location}/{escaped(str(step))}"
        return self._replace(schema=schema, schema_location=schema_location)

    def of(self, instance: Any, step: str | int) -> "Location":
        """The same schema, of an instance below."""
        return self._replace(
            instance=instance, instance_location=f"{self.instance_location}/{step}"
        )


Violations: TypeAlias = Iterator[Violation]


def violations(form: FormSchema, data: Any) -> list[Violation]:
    """The violations of a form, once each, at most `MOST_VIOLATIONS`; none: it is valid."""
    if form.is_satisfied(data):
        return []
    found: dict[Violation, None] = {}
    with suppress(Exhausted, RecursionError):
        for each in Evaluation(form).violations(Location(form.schema, "", data, "")):
            found[each] = None
            if len(found) >= MOST_VIOLATIONS:
                break
    return list(found) or [Violation("", "schema")]


class Evaluation:
    """One evaluation of a form, with the steps that are left to it."""

    def __init__(self, form: FormSchema) -> None:
        self.form = form
        self.left = MOST_STEPS

    def violations(self, at: Location) -> Violations:
        """The violations of a schema by an instance."""
        self.spend()
        if isinstance(at.schema, bool):
            yield from () if at.schema else [Violation(at.instance_location, "false")]
            return
        broken = False
        # What has an id of its own is judged as a whole: references in it start from there.
        for keyword in () if at.schema_location and "$id" in at.schema else at.schema:
            for each in KEYWORDS.get(keyword, nothing)(self, at):
                broken = True
                yield each
        unclear = next((each for each in AS_A_WHOLE if each in at.schema), "")
        if unclear and not broken and not self.holds(at):
            yield Violation(at.instance_location, unclear)

    def holds(self, at: Location) -> bool:
        """Whether an instance satisfies a schema."""
        self.spend()
        if isinstance(at.schema, bool):
            return at.schema
        return self.form.part(at.schema_location).is_valid(at.instance)

    def keeps(self, at: Location, keyword: str) -> bool:
        """Whether an instance satisfies one keyword that refers to no subschema."""
        self.spend()
        rule = {keyword: at.schema[keyword]}
        return self.form.rule((at.schema_location, keyword), rule).is_valid(at.instance)

    def matched(self, at: Location, pattern: str) -> list[str]:
        """The names of an object that have a pattern."""
        self.spend()
        where = (at.schema_location, "patternProperties", pattern)
        rule = self.form.rule(where, {"pattern": pattern})
        return [name for name in fields(at) if rule.is_valid(name)]

    def field(self, at: Location, name: str) -> Location:
        """The same schema, of a field; a name that the schema does not have may be anybody's."""
        step = escaped(name) if name in self.form.names else "*"
        return at.of(at.instance[name], step)

    def spend(self) -> None:
        """Raise Exhausted where nothing is left."""
        self.left -= 1
        if self.left < 0:
            raise Exhausted


def fields(at: Location) -> Mapping[str, Any]:
    """The fields of an object; of anything else none."""
    return at.instance if isinstance(at.instance, dict) else {}


def items(at: Location) -> list[Any]:
    """The items of a list; of anything else none."""
    return at.instance if isinstance(at.instance, list) else []


Check: TypeAlias = Callable[[Evaluation, Location], Violations]


def nothing(_: Evaluation, __: Location) -> Violations:
    """A keyword that breaks nothing by itself."""
    return iter(())


def alone(keyword: str) -> Check:
    """A keyword that needs no other one."""

    def evaluate(evaluation: Evaluation, at: Location) -> Violations:
        if not evaluation.keeps(at, keyword):
            limit = at.schema[keyword]
            limits = limit if isinstance(limit, list) else [limit]
            shown = () if keyword in {"enum", "const"} else tuple(map(str, limits))
            yield Violation(at.instance_location, keyword, shown)

    return evaluate


def required(evaluation: Evaluation, at: Location) -> Violations:
    """Fields that must be there, each at its own location."""
    yield from missing(evaluation, at, "required", at.schema["required"])


def dependent_required(evaluation: Evaluation, at: Location) -> Violations:
    """Fields that must be there where others are."""
    for name, needed in at.schema["dependentRequired"].items():
        if name in fields(at):
            yield from missing(evaluation, at, "dependentRequired", needed)


def missing(evaluation: Evaluation, at: Location, keyword: str, names: list[str]) -> Violations:
    """Those of these names that an object lacks."""
    for name in names if isinstance(at.instance, dict) else ():
        evaluation.spend()
        if name not in at.instance:
            yield Violation(f"{at.instance_location}/{escaped(name)}", keyword)


def properties(evaluation: Evaluation, at: Location) -> Violations:
    """Each field by its own schema."""
    for name in at.schema["properties"]:
        if name in fields(at):
            yield from evaluation.violations(evaluation.field(at.below("properties", name), name))


def pattern_properties(evaluation: Evaluation, at: Location) -> Violations:
    """Each field by the schemas whose pattern its name has."""
    for pattern in at.schema["patternProperties"]:
        for name in evaluation.matched(at, pattern):
            below = at.below("patternProperties", pattern)
            yield from evaluation.violations(evaluation.field(below, name))


def additional_properties(evaluation: Evaluation, at: Location) -> Violations:
    """Each field that no adjacent keyword names."""
    named = set(at.schema.get("properties", ()))
    for pattern in at.schema.get("patternProperties", ()):
        named.update(evaluation.matched(at, pattern))
    more = [name for name in fields(at) if name not in named]
    below = at.below("additionalProperties")
    if more and below.schema is False:
        yield Violation(at.instance_location, "additionalProperties")
        return
    for name in more:
        yield from evaluation.violations(evaluation.field(below, name))


def property_names(evaluation: Evaluation, at: Location) -> Violations:
    """The names of all fields, as one violation."""
    below = at.below("propertyNames")
    if not all(evaluation.holds(below._replace(instance=name)) for name in fields(at)):
        yield Violation(at.instance_location, "propertyNames")


def prefix_items(evaluation: Evaluation, at: Location) -> Violations:
    """The first items, each by its own schema."""
    for n, (value, _) in enumerate(zip(items(at), at.schema["prefixItems"], strict=False)):
        yield from evaluation.violations(at.below("prefixItems", n).of(value, n))


def further_items(evaluation: Evaluation, at: Location) -> Violations:
    """All items after these."""
    begin = len(at.schema.get("prefixItems", ()))
    for n, value in enumerate(items(at)[begin:], begin):
        yield from evaluation.violations(at.below("items").of(value, n))


def contains(evaluation: Evaluation, at: Location) -> Violations:
    """As many items of a kind as are asked for."""
    if not isinstance(at.instance, list):
        return
    below = at.below("contains")
    found = sum(evaluation.holds(below._replace(instance=each)) for each in at.instance)
    least, most = at.schema.get("minContains", 1), at.schema.get("maxContains", found)
    if not least <= found <= most:
        yield Violation(at.instance_location, "contains")


def all_of(evaluation: Evaluation, at: Location) -> Violations:
    """Each of several schemas."""
    for n in range(len(at.schema["allOf"])):
        yield from evaluation.violations(at.below("allOf", n))


def alternatives(keyword: str, fits: Callable[[int], bool]) -> Check:
    """A number of alternatives that hold."""

    def evaluate(evaluation: Evaluation, at: Location) -> Violations:
        every = range(len(at.schema[keyword]))
        held = sum(evaluation.holds(at.below(keyword, n)) for n in every)
        if not fits(held):
            missed = not held and is_choice(at.schema[keyword])
            yield Violation(at.instance_location, "enum" if missed else keyword)

    return evaluate


def excluded(evaluation: Evaluation, at: Location) -> Violations:
    """What must not hold."""
    if evaluation.holds(at.below("not")):
        yield Violation(at.instance_location, "not")


def conditional(evaluation: Evaluation, at: Location) -> Violations:
    """By one schema or another."""
    branch = "then" if evaluation.holds(at.below("if")) else "else"
    if branch in at.schema:
        yield from evaluation.violations(at.below(branch))


def dependent_schemas(evaluation: Evaluation, at: Location) -> Violations:
    """By further schemas where a field is there."""
    for name in at.schema["dependentSchemas"]:
        if name in fields(at):
            yield from evaluation.violations(at.below("dependentSchemas", name))


def reference(evaluation: Evaluation, at: Location) -> Violations:
    """By the schema that it leads to."""
    target = evaluation.form.target(at.schema["$ref"])
    if target is not None:
        yield from evaluation.violations(at._replace(schema_location=target[0], schema=target[1]))
    elif not evaluation.holds(at):
        yield Violation(at.instance_location, "$ref")


# What other keywords decide, or where the form was entered: reported where nothing else is wrong.
AS_A_WHOLE = ("unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$id")
ALONE = (
    "type enum const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength "
    "minLength pattern format maxItems minItems uniqueItems maxProperties minProperties"
)
KEYWORDS: Mapping[str, Check] = {
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
