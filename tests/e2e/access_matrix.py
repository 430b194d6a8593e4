"""Who may call what, read naively out of the contracts: the oracle of the matrix.

Promises an answer for every method, caller and unit from what the `access` option declares. Shares
no code with the chassis; must not call anything.
"""

from __future__ import annotations

import importlib
import itertools
import pkgutil
from collections.abc import Iterator
from typing import Any, NamedTuple

import motcua
from motcua.chassis.v1 import access_pb2

ROLES = (
    "public", "portal", "officer", "leader", "editor", "importer", "inspector", "publisher",
    "operator", "mayor",
)  # fmt: skip
UNKNOWN_ROLE = "mayor"
CHASSIS = "chassis"
# The tree of the matrix; every request is about OWN.
OWN = "units/ward-1"
PARENTS = {
    OWN: "units/district",
    "units/hamlet": OWN,
    "units/ward-2": "units/district",
    "units/district": "",
    "units/elsewhere": "",
}
# Where a role ends, beside the unit that a request is about.
RELATIONS = {
    "own": OWN,
    "above": "units/district",
    "below": "units/hamlet",
    "sibling": "units/ward-2",
    "elsewhere": "units/elsewhere",
    "unknown": "units/nowhere",
    "whole": "*",
}


class Method(NamedTuple):
    """A method as its contract declares it."""

    process: str  # "submissions"; of the chassis's own methods each of the three
    path: str  # "/motcua.submissions.v1.DossierService/GetDossier"
    roles: frozenset[str]
    scope: str
    unit: str
    endless: bool
    described: Any

    @property
    def name(self) -> str:
        """`DossierService/GetDossier`: what the registry of requests calls it."""
        return self.path.rpartition(".")[2]

    @property
    def is_of_chassis(self) -> bool:
        """Whether every service offers it."""
        return self.path.startswith(f"/motcua.{CHASSIS}.")

    @property
    def request(self) -> Any:
        """An empty request."""
        return getattr(module_of(self.described.input_type), self.described.input_type.name)()


def module_of(message: Any) -> Any:
    """The generated module that has a message."""
    path = message.file.name.removesuffix(".proto").replace("/", ".")
    return importlib.import_module(f"{path}_pb2")


def declared() -> Iterator[Method]:
    """Every method of every contract, at every process that offers it."""
    packages = {each.name for each in pkgutil.iter_modules(motcua.__path__)}
    for package in packages:
        processes = packages - {CHASSIS} if package == CHASSIS else {package}
        api = importlib.import_module(f"motcua.{package}.v1")
        for each in pkgutil.iter_modules(api.__path__):
            if each.name.endswith("_pb2"):
                contract: Any = importlib.import_module(f"{api.__name__}.{each.name}")
                for service in contract.DESCRIPTOR.services_by_name.values():
                    yield from itertools.starmap(
                        method_of, itertools.product(processes, service.methods)
                    )


def method_of(process: str, described: Any) -> Method:
    """One, by its option."""
    stated = described.GetOptions().Extensions[access_pb2.access]
    return Method(
        process,
        f"/{described.containing_service.full_name}/{described.name}",
        frozenset(access_pb2.Role.Name(each)[len("ROLE_") :].lower() for each in stated.roles),
        access_pb2.Scope.Name(stated.scope)[len("SCOPE_") :],
        stated.unit,
        stated.endless,
        described,
    )


METHODS = sorted(declared(), key=lambda each: (each.path, each.process))


def may_ask(method: Method, role: str, relation: str, about: Any) -> bool:
    """Whether somebody with this one role may ask; `about`: the unit of the resource, None where
    the right hangs on something else, and the roles that it is left to.
    """
    if "public" in method.roles:
        return True
    if role not in (method.roles if about.roles is None else about.roles):
        return False
    if method.scope == "WHOLE":
        return relation == "whole"
    if method.scope == "ANYWHERE" or about.unit is None:
        return True
    return is_within(about.unit, RELATIONS[relation])


def is_within(unit: str, top: str) -> bool:
    """Whether a unit is another one or lies below it."""
    if top == "*":
        return True
    while unit not in {"", top}:
        unit = PARENTS[unit]
    return unit == top
