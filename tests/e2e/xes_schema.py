"""What XES (IEEE 1849-2016) demands of a log: its elements, their order, and what attributes hold.

Written after the standard's sections on the metamodel, the extensions and the form in XML. Not a
test itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TypeAlias
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

Attributes: TypeAlias = dict[str, tuple[str, str]]  # by key, type and value
AWARE = datetime(1970, 1, 1, tzinfo=UTC)
NAMESPACE = "{http://www.xes-standard.org/}"
READ: dict[str, Callable[[str], object]] = {
    "string": str,
    "date": lambda text: datetime.fromisoformat(text) - AWARE,
    "int": int,
    "float": float,
    "boolean": ["false", "true"].index,
    "id": str,
}
ORDER = {
    "log": ("extension", "global", "classifier", "attribute", "trace"),
    "trace": ("attribute", "event"),
    "event": ("attribute",),
    "global": ("attribute",),
}
# The keys that the standard extensions define, as far as they are used here.
DEFINED = {
    "concept": {"name", "instance"},
    "time": {"timestamp"},
    "org": {"resource", "role", "group"},
    "lifecycle": {"model", "transition", "state"},
}


def faults(log: str) -> list[str]:
    """All that is wrong with a log; none: it is sound."""
    return list(_faults(fromstring(log, forbid_dtd=True)))


def _faults(root: Element) -> Iterator[str]:
    if root.tag != f"{NAMESPACE}log" or not {"xes.version", "xes.features"} <= set(root.keys()):
        yield f"{root.tag} is no log"
    yield from in_order(root)
    declared = {each.get("prefix", "") for each in of(root, "extension")}
    scopes = {each.get("scope", ""): attributes(each) for each in of(root, "global")}
    for each in of(root, "classifier"):
        for key in each.get("keys", "").split():
            if key not in scopes.get(each.get("scope", "event"), {}):
                yield f"the classifier {each.get('name')} has {key}, which not every event has"
    for trace in of(root, "trace"):
        for part, scope in ((trace, "trace"), *((each, "event") for each in of(trace, "event"))):
            yield from in_order(part)
            yield from wrong(part, declared, scopes.get(scope, {}))


def in_order(element: Element) -> Iterator[str]:
    """What stands where the standard has something else, or nothing."""
    kinds = [kind(each) for each in element]
    order = ORDER[name(element)]
    if not set(kinds) <= set(order):
        yield f"in {name(element)} stands {sorted(set(kinds) - set(order))}"
    elif kinds != sorted(kinds, key=order.index):
        yield f"in {name(element)} the order is {kinds}"


def wrong(element: Element, declared: set[str], demanded: Attributes) -> Iterator[str]:
    """What is wrong with the attributes of a trace or an event."""
    found, keys = attributes(element), [each.get("key", "") for each in of(element, *READ)]
    if len(found) < len(keys) or "" in keys:
        yield f"of {keys} one has no key, or the same as another"
    for key, (type_, value) in found.items():
        prefix, _, own = key.rpartition(":")
        if prefix in declared and own not in DEFINED.get(prefix, {own}):
            yield f"{key} is no key of its extension"
        if prefix in DEFINED and prefix not in declared:
            yield f"the extension of {key} is not declared"
        try:
            READ[type_](value)
        except (ValueError, TypeError):
            yield f"{key} is no {type_}: {value}"
    for key, (type_, _) in demanded.items():
        if found.get(key, ("", ""))[0] != type_:
            yield f"{key} is missing in {found}"


def attributes(element: Element) -> Attributes:
    return {each.get("key", ""): (name(each), each.get("value", "")) for each in of(element, *READ)}


def of(element: Element, *names: str) -> list[Element]:
    return [each for each in element if name(each) in names]


def kind(element: Element) -> str:
    """Its name; of an attribute, that it is one."""
    return "attribute" if name(element) in READ else name(element)


def name(element: Element) -> str:
    return str(element.tag).removeprefix(NAMESPACE)
