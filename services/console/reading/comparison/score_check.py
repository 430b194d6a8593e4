"""A saved score, checked: its points again from the text of its index and the recomputed parts.

Promises that no number of the file counts but those that it is compared with.
"""

import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from services.console.reading.comparison.checked_file import CheckedFile
from services.console.reading.figures.scores import Counts, Scored, digest, scored
from services.console.reading.figures.targets import Aim


def score_differences(path: Path, found: CheckedFile) -> dict[str, tuple[object, object]]:
    """Of a file that holds a score, by field ours and the file's; {}: none differs, or a part of it
    could not be recomputed.
    """
    document = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(document, dict) or "score" not in document or found.unverified:
        return {}
    stated, text = document["score"], document["score"]["index_text"]
    counts = [
        Counts(each.recomputed.numerator, each.recomputed.denominator, each.recomputed.unknown)
        for each in found.checked
    ]
    ours = scored(text, counts, [next_aim(each.aims) for each in found.checked])
    differing = compared(ours, stated)
    if digest(text) != stated["index_digest"]:
        differing["index_digest"] = (digest(text), stated["index_digest"])
    return differing


def next_aim(aims: Sequence[Aim]) -> Fraction | None:
    """Of several targets the first that is always or still to be reached, else the last."""
    upcoming = [each for each in aims if not each.by or not each.due]
    chosen = upcoming[0] if upcoming else aims[-1] if aims else None
    return Fraction(*chosen.threshold) if chosen else None


def compared(ours: Scored, stated: dict[str, Any]) -> dict[str, tuple[object, object]]:
    """Field by field."""
    return {
        name: (mine, stated.get(name))
        for name, mine in ours._asdict().items()
        if mine != stated.get(name)
    }
