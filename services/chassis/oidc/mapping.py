"""What the claims of a token grant: roles in unit subtrees, by the rules of the issuer's file.

A claim that is missing, or of another kind than a rule expects, grants nothing; it is no fault of
the token. What an issuer may grant at all is bounded elsewhere, at each call.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.chassis.oidc.templates import Template

Path = tuple[str, ...]
WORDS = frozenset({"scope", "scp"})  # claims that are one text with blanks between words
UNIT = re.compile(r"units/[^/\s*]+")
LONGEST = 200  # characters of a unit's name
WHOLE_TREE = "*"
NOTHING = Template("", "", "")


@dataclass(frozen=True, slots=True)
class Rule:
    """Who has `value` in a claim, or is the subject, has a role at a unit (of a template)."""

    role: int
    unit: Template
    claim: Path = ()
    value: Template = NOTHING
    subject: str = ""

    def fits(self, texts: Mapping[str, None], subject: str) -> list[str]:
        """For each text that fits, what stands in the place of the value's name."""
        if self.subject:
            return [""] if self.subject == subject else []
        if not self.value.name:
            return [""] if self.value.before in texts else []
        found = map(self.value.found_in, texts)
        return [each for each in found if each is not None]

    def units(self, claims: Mapping[str, Any], captured: Sequence[str]) -> Iterator[str]:
        """The units meant: by what was captured, or by a claim of the name in the template."""
        if not captured:
            return
        if not self.unit.name:
            yield self.unit.before
        elif self.unit.name == self.value.name:
            yield from map(self.unit.filled, captured)
        else:
            yield from map(self.unit.filled, values(claims, path_of(self.unit.name)))


def path_of(text: str) -> Path:
    """Where a claim lies: `realm_access.roles` is a claim in a claim."""
    return tuple(text.split("."))


def values(claims: Mapping[str, Any], path: Path) -> dict[str, None]:
    """The texts at a path, each once: one, those of a list, or the words of a scope."""
    found: Any = claims
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    if isinstance(found, str):
        return dict.fromkeys(found.split() if path[-1] in WORDS else [found])
    listed = found if isinstance(found, list) else []
    return dict.fromkeys(each for each in listed if isinstance(each, str))


def grants(
    rules: Sequence[Rule], claims: Mapping[str, Any], subject: str
) -> Iterator[tuple[int, str]]:
    """Each role and unit ("": the whole tree) that the rules give, also more than once."""
    known = {path: values(claims, path) for path in {rule.claim for rule in rules if rule.claim}}
    for rule in rules:
        captured = rule.fits(known.get(rule.claim, {}), subject)
        for unit in rule.units(claims, captured):
            if rule.unit.before == WHOLE_TREE:
                yield rule.role, ""
            elif is_unit(unit):
                yield rule.role, unit


def is_unit(text: str) -> bool:
    """Whether a text can be a unit's name, of whatever claim it was made."""
    return len(text) <= LONGEST and text.isprintable() and UNIT.fullmatch(text) is not None
