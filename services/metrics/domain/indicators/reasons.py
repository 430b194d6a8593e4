"""The reasons for which an item does not count, as `reasons.toml` lists them.

A name keeps its condition for ever; another condition is another name.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason: its condition as a text, and its name for people."""

    condition: str
    vi: str
    en: str


@cache
def reasons() -> Mapping[str, Ground]:
    """All of them, by name."""
    read = tomllib.loads(Path(__file__).with_name("reasons.toml").read_text())
    return {name: Ground(**stated) for name, stated in read.items()}
