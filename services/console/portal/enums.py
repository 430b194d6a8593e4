"""Values of the contracts' enumerations in words.

Example: `EXTENT_WHOLE` is `whole`. A number that a newer service states and this version does not
know is `unrecognized_7`: it is shown as that, and no reading of it fails.
"""

from functools import cache
from typing import Any

from google.protobuf.descriptor import EnumDescriptor


def name_of(kind: Any, number: int) -> str:
    """The contract's name of a value."""
    try:
        return str(kind.Name(number))
    except ValueError:
        return f"UNRECOGNIZED_{number}"


def capital(kind: Any, number: int) -> str:
    """That name without what all names of the enumeration share, such as `WHOLE`."""
    return name_of(kind, number).removeprefix(shared_by(kind))


def code(kind: Any, number: int) -> str:
    """The same in lower case, as documents have it; `unspecified` where none is given."""
    return capital(kind, number).lower()


def spelled(kind: Any, number: int) -> str:
    """The same, but "" where none is given."""
    return code(kind, number) if number else ""


@cache
def shared_by(kind: Any) -> str:
    """With what the names of an enumeration begin, such as `EXTENT_`."""
    return str(kind.Name(kind.values()[0])).removesuffix("UNSPECIFIED")


class Described:
    """An enumeration by its descriptor, as generated ones are used."""

    def __init__(self, of: EnumDescriptor) -> None:
        self.known = of.values_by_number

    def Name(self, value: int) -> str:  # noqa: N802 - as protobuf calls it
        """The contract's name; ValueError where it has none."""
        if value not in self.known:
            raise ValueError(value)
        return str(self.known[value].name)

    def values(self) -> list[int]:
        """In the contract's order."""
        return list(self.known)


described = cache(Described)
