"""A filled-in form as it comes in: JSON that every reader reads alike, within bounds.

Promises a time and a memory that grow with the bytes alone, whatever stands in them. What a form
has to say is its schema's matter.
"""

import json
from collections.abc import Sequence
from typing import Any

from services.chassis.errors import Refusal
from services.submissions.domain.forms.reasons import FIELD, FormReason

LARGEST = 256 * 1024  # bytes
DEEPEST = 64  # objects and lists within one another
MOST_VALUES = 10_000
LONGEST_NUMBER = 300  # digits: beyond a machine's numbers, engines disagree what one is


def read(form: bytes) -> dict[str, Any]:
    """The object that a form is; refused where it is none, or one that readers read differently."""
    if len(form) > LARGEST:
        raise _refusal(FormReason.FORM_TOO_LARGE, LARGEST // 1024)
    try:
        data = json.loads(
            form.decode(),
            object_pairs_hook=_object,
            parse_constant=_no_number,
            parse_float=_decimal,
            parse_int=_whole,
        )
    except RecursionError:
        raise _refusal(FormReason.FORM_TOO_DEEP, DEEPEST) from None
    except ValueError:
        data = None
    if not isinstance(data, dict):
        raise Refusal(FormReason.FORM_INVALID, field=FIELD)
    _require_bounded(data, escaped=b"\\u" in form)
    return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Refusal(FormReason.FORM_NAME_REPEATED, field=FIELD)
    return found


def _no_number(_: str) -> Any:
    raise Refusal(FormReason.FORM_NUMBER_INVALID, field=FIELD)


def _decimal(text: str) -> float:
    number = float(text)
    return number if abs(number) != float("inf") else _no_number(text)


def _whole(text: str) -> int:
    return int(text) if len(text) <= LONGEST_NUMBER else _no_number(text)


def _require_bounded(data: dict[str, Any], *, escaped: bool) -> None:
    """Refuse what is too deep, or too much; `escaped`: letters may be written as numbers, and only
    so comes in what UTF-8 and JSON do not have.
    """
    level: list[Any] = [data]
    left = MOST_VALUES
    for _ in range(DEEPEST):
        if escaped and any(map(_is_broken, level)):
            raise Refusal(FormReason.FORM_TEXT_INVALID, field=FIELD)
        level = _within(level)
        left -= len(level)
        if left < 0:
            raise _refusal(FormReason.FORM_TOO_MANY_VALUES, MOST_VALUES)
        if not level:
            return
    raise _refusal(FormReason.FORM_TOO_DEEP, DEEPEST)


def _within(level: Sequence[Any]) -> list[Any]:
    """What lies one level deeper."""
    found: list[Any] = []
    for value in level:
        if isinstance(value, dict):
            found += value.values()
        elif isinstance(value, list):
            found += value
    return found


def _is_broken(value: Any) -> bool:
    """Whether a text, or a name in an object, holds a NUL or half a letter."""
    if isinstance(value, dict):
        return any(map(_is_broken, value))
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return True
    return "\0" in value


def _refusal(reason: FormReason, most: int) -> Refusal:
    return Refusal(reason, field=FIELD, values={"most": str(most)})
