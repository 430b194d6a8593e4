"""Texts of TOML that a caller wrote: definitions and indices.

Promises a time that grows with the length: a key of ten thousand parts would take tomllib a second.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

MOST_PARTS = 32  # of one key, such as `a.b.c`
LEAST = -(2**63)
PART = r"""(?:"[^"\n]*"|'[^'\n]*'|[\w-]+)[ \t]*\.[ \t]*"""
DEEP = re.compile(rf"(?:^|[\[{{,])[ \t]*(?:{PART}){{{MOST_PARTS}}}", re.MULTILINE)


def parsed(text: str) -> Mapping[str, Any]:
    """Its fields by name; ValueError says what is wrong, also with a number of very many digits."""
    if DEEP.search(text):
        raise ValueError(f"a key has more than {MOST_PARTS} parts")
    try:
        found = tomllib.loads(text)
    except RecursionError:
        raise ValueError("lists or tables stand too deep within one another") from None
    if not all(LEAST <= each <= -LEAST for each in numbers(found)):
        raise ValueError("a number has more than 64 bits")
    return found


def numbers(value: Any) -> Iterator[int]:
    """The whole numbers in it: hexadecimal ones can have more digits than can be shown."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, int):
            yield each
