"""The file of issuers (TOML): who may issue tokens, signed how, and what they may grant.

All faults are named at once (`faults`). A service with a faulty file does not start; one that runs
goes on with what it read before.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.chassis.claims import CLOCKS_DIFFER, ROLES
from services.chassis.oidc.discovery import well_known
from services.chassis.oidc.faults import ACCESS_TOKEN, Fault, faults_of_form, faults_of_meaning
from services.chassis.oidc.mapping import WHOLE_TREE, Path, Rule, path_of
from services.chassis.oidc.templates import template
from services.chassis.settings import SettingsError

HOUR = 3600.0
KEPT = 24.0  # hours for which keys are used that cannot be fetched again
ENOUGH = 50  # faults that are named


@dataclass(frozen=True, slots=True, kw_only=True)
class Configured:
    """One issuer of the file; times in seconds."""

    name: str
    url: str
    audiences: frozenset[str]
    algorithms: tuple[str, ...]
    discovery: str
    jwks_uri: str = ""  # without discovery
    ca: str = ""
    skew: float = CLOCKS_DIFFER
    longest: float
    kept: float = KEPT * HOUR
    types: frozenset[str] = frozenset({ACCESS_TOKEN})
    required: Mapping[Path, frozenset[str]] = field(default_factory=dict)
    subject: Path = ("sub",)
    bounds: tuple[tuple[int, str], ...] = ()  # role and unit: the most that it may grant
    rules: tuple[Rule, ...] = ()

    @property
    def source(self) -> tuple[Any, ...]:
        """Where its keys come from, and which of them count for how long."""
        return self.name, self.discovery, self.jwks_uri, self.ca, self.algorithms, self.kept


def read(text: str, *, longest_life: float, can_name: bool = True) -> list[Configured]:
    """The issuers; SettingsError names every fault. `can_name`: there is a key for pseudonyms."""
    if not text:
        return []
    found, faults = checked(text)
    named = [str(each) for each in faults]
    if not can_name:
        named.append("MOTCUA_SUBJECT_KEY is missing, of which the pseudonyms of subjects are made")
    if named:
        raise SettingsError("settings: MOTCUA_ISSUERS: " + "; ".join(named[:ENOUGH]))
    return [configured(each, longest_life) for each in found["issuer"]]


def checked(text: str) -> tuple[dict[str, Any], list[Fault]]:
    """The file's content, and all that is wrong with it."""
    try:
        found = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:  # also a number of very many digits
        return {}, [Fault("", f"không phải TOML: {problem}", f"is no TOML: {problem}")]
    return found, list(faults_of_form(found)) or list(faults_of_meaning(found["issuer"]))


def configured(stated: Mapping[str, Any], longest_life: float) -> Configured:
    """One sound table as an object."""
    longest = stated.get("longest_hours", longest_life / HOUR) * HOUR
    return Configured(
        name=stated["name"],
        url=stated["url"],
        audiences=frozenset(stated["audiences"]),
        algorithms=tuple(stated["algorithms"]),
        discovery=stated.get("discovery", well_known(stated["url"])),
        jwks_uri=stated.get("jwks_uri", ""),
        ca=stated.get("ca", ""),
        skew=float(stated.get("clock_skew_seconds", CLOCKS_DIFFER)),
        longest=min(longest, longest_life),
        kept=stated.get("keys_kept_hours", KEPT) * HOUR,
        types=frozenset(each.lower() for each in stated.get("token_types", [ACCESS_TOKEN])),
        required={path_of(name): texts(each) for name, each in stated.get("required", {}).items()},
        subject=claim(stated.get("subject", "sub")),
        bounds=tuple(bounds(stated["allow"])),
        rules=tuple(map(rule, stated.get("grant", []))),
    )


def texts(stated: str | list[str]) -> frozenset[str]:
    """One text or several."""
    return frozenset([stated] if isinstance(stated, str) else stated)


def claim(stated: str | list[str]) -> Path:
    """A path with dots, or its parts where a name has dots of its own."""
    return path_of(stated) if isinstance(stated, str) else tuple(stated)


def bounds(allowed: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, str]]:
    """Each role with the top of the subtree in which it may be granted ("": the whole tree)."""
    for each in allowed:
        for role in each["roles"]:
            yield ROLES[role], "" if each["unit"] == WHOLE_TREE else each["unit"]


def rule(stated: Mapping[str, Any]) -> Rule:
    """One `[[issuer.grant]]`."""
    return Rule(
        role=ROLES[stated["role"]],
        unit=template(stated["unit"]),
        claim=claim(stated.get("claim", "")),
        value=template(stated.get("value", "")),
        subject=stated.get("subject", ""),
    )
