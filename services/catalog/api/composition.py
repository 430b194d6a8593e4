"""One servicer for each gRPC service of the contracts, made of parts that hold the methods.

Example: `composed(CatalogServiceServicer, Units(context), Reading(context))` answers OpenUnit by
the one part and GetUnit by the other.
"""

from typing import Any


def composed(contract: Any, *parts: object) -> Any:
    """A servicer whose every method is that of the one part that has it.

    Raises TypeError where a method of the contract is in no part, or in several.
    """
    servicer = contract()
    for name in vars(contract):
        if not name.startswith("_"):
            found = [getattr(part, name) for part in parts if hasattr(part, name)]
            if len(found) != 1:
                raise TypeError(f"{contract.__name__}.{name} is in {len(found)} parts")
            setattr(servicer, name, found[0])
    return servicer
