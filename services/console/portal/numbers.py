"""What a number names that somebody typed: given here, or by the system that a record came from.

Promises one name, or a mistake that says of how many it could be.
"""

from collections.abc import Sequence
from typing import Any

from services.console.outcome import Mistake


def only(found: Sequence[Any], number: str) -> str:
    """The name of the one dossier or petition that was found."""
    if len(found) > 1:
        each = ", ".join(f"{of.name} ({of.origin.source or of.number})" for of in found)
        raise Mistake(f"several have the number {number}; say which: {each}")
    return str(found[0].name)
