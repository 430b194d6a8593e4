"""What must be refused by a decision of the catalogue, and said in both languages.

Example: `refusal_of(closing_of, known, why=" ")` is "REASON_MISSING reason".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from services.chassis.errors import Refusal


def refusal_of(action: Callable[..., Any], *words: Any, **rest: Any) -> str:
    """The code and the field of the refusal that an action comes to."""
    with pytest.raises(Refusal) as refusal:
        action(*words, **rest)
    assert refusal.value.message("vi") != refusal.value.message("en")
    return f"{refusal.value.reason.code} {refusal.value.field}"
