"""How far an electronic form unfolds when its references are followed.

What passes is judged in a time that grows with the filled-in form alone: no reference leads back to
itself at one place of the data, every reference written out there are at most `MOST_VISITS` parts,
and a form contains itself once for each place.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from services.catalog.domain.refusals.content import ContentReason
from services.chassis.reasons import Reason

MOST_VISITS = 5_000
MOST_NESTED = 200
MOST_RETURNS = 100

Schema: TypeAlias = Mapping[str, Any]
Step: TypeAlias = str | None  # into a property by its name; None: into whichever
Steps: TypeAlias = tuple[Step, ...]
Follow: TypeAlias = Callable[[Schema], Iterator[tuple[Schema, tuple[str, ...]]]]


# Keywords with schemas: these judge the same place of the data, or what lies in it.
SAME: Steps = ()
WITHIN: Steps = (None,)
ALONE = dict.fromkeys(("not", "if", "then", "else"), SAME) | dict.fromkeys(
    (
        "additionalProperties",
        "unevaluatedProperties",
        "unevaluatedItems",
        "items",
        "contains",
        "propertyNames",
        "contentSchema",
    ),
    WITHIN,
)
LISTS = {"allOf": SAME, "anyOf": SAME, "oneOf": SAME, "prefixItems": WITHIN}
MAPS = {"dependentSchemas": SAME, "patternProperties": WITHIN}


class Edge(NamedTuple):
    """A schema that is judged with another: where the keyword stands, and at which data."""

    schema: Schema
    keyword: tuple[str, ...]  # below the schema that has it
    steps: Steps  # (): the same place


class Visit(NamedTuple):
    """A schema on the way, and the place of the data that it judges."""

    schema: Schema
    data: Steps
    edges: Iterator[Edge]


class Unbounded(Exception):  # noqa: N818 — said of a form
    """Why a form is not bounded: a reason, and the schema and keyword where that shows."""

    def __init__(self, reason: Reason, schema: Schema, keyword: tuple[str, ...]) -> None:
        super().__init__(reason.code)
        self.reason, self.schema, self.keyword = reason, schema, keyword


def require_bounded(schema: Schema, follow: Follow) -> None:
    """Walk through all that a form comes to; `follow` gives where a schema's references lead, each
    with its keyword. Raises Unbounded.
    """
    visits = 0
    returns: list[Steps] = []
    path = [Visit(schema, (), edges(schema, follow))]
    on_path = {id(schema): path[0]}
    while path:
        edge = next(path[-1].edges, None)
        if edge is None:
            del on_path[id(path.pop().schema)]
            continue
        at, data = path[-1].schema, (*path[-1].data, *edge.steps)
        visits += 1
        if visits > MOST_VISITS or len(path) > MOST_NESTED:
            raise Unbounded(ContentReason.FORM_SCHEMA_EXPANDS, at, edge.keyword)
        earlier = on_path.get(id(edge.schema))
        if earlier is None:
            path.append(Visit(edge.schema, data, edges(edge.schema, follow)))
            on_path[id(edge.schema)] = path[-1]
        elif earlier.data == data:
            raise Unbounded(ContentReason.FORM_SCHEMA_REFERENCE_ENDLESS, at, edge.keyword)
        elif len(returns) >= MOST_RETURNS or any(meet(data, each) for each in returns):
            raise Unbounded(ContentReason.FORM_SCHEMA_EXPANDS, at, edge.keyword)
        else:
            returns.append(data)


def meet(one: Steps, other: Steps) -> bool:
    """Whether two ways into the data lead to one place, or one leads past the other's end."""
    return all(a is None or b is None or a == b for a, b in zip(one, other, strict=False))


def edges(schema: Schema, follow: Follow) -> Iterator[Edge]:
    """Every schema that is judged where this one is."""
    for keyword, inside, steps in subschemas(schema):
        if isinstance(inside, dict):
            yield Edge(inside, keyword, steps)
    for target, keyword in follow(schema):
        yield Edge(target, keyword, ())


def subschemas(schema: Schema) -> Iterator[tuple[tuple[str, ...], Any, Steps]]:
    """The schemas that stand in this one and are judged with it: keyword, schema, steps."""
    for keyword, subschema in schema.items():
        if keyword in ALONE:
            yield (keyword,), subschema, ALONE[keyword]
        elif keyword in LISTS and isinstance(subschema, list):
            yield from (
                ((keyword, str(n)), each, LISTS[keyword]) for n, each in enumerate(subschema)
            )
        elif keyword == "properties" and isinstance(subschema, dict):
            yield from (((keyword, key), each, (key,)) for key, each in subschema.items())
        elif keyword in MAPS and isinstance(subschema, dict):
            yield from (((keyword, key), each, MAPS[keyword]) for key, each in subschema.items())
