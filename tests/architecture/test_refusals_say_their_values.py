"""A refusal has every value that its words name: else its caller gets an error without a reason.

Given every `Refusal(Reasons.NAME, …)` in the code, when its values are written there, then none of
those that docs/reasons.json lists is missing.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


def needed() -> dict[str, set[str]]:
    """Values by reason."""
    found = json.loads((ROOT / "docs" / "reasons.json").read_text(encoding="utf-8"))
    listed = found["reasons"] if isinstance(found, dict) else found
    return {each["reason"]: set(each.get("metadata", ())) for each in listed}


def raised(source: str) -> Iterator[tuple[int, str, set[str] | None]]:
    """Line, reason and values of each refusal; None where they are not written out."""
    for node in ast.walk(ast.parse(source)) if "Refusal(" in source else ():
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id != "Refusal" or not node.args:
            continue
        stated = {each.arg: each.value for each in node.keywords}
        values = stated.get("values", ast.Dict(keys=[], values=[]))
        names = None
        if isinstance(values, ast.Dict) and all(isinstance(k, ast.Constant) for k in values.keys):
            names = {str(key.value) for key in values.keys if isinstance(key, ast.Constant)}
        if isinstance(node.args[0], ast.Attribute) and None not in stated:
            yield node.lineno, node.args[0].attr, names


def test_each_refusal_has_the_values_that_its_words_name() -> None:
    reasons = needed()
    found = [
        f"{path.relative_to(ROOT)}:{line}: {reason} lacks {sorted(reasons[reason] - names)}"
        for path in sorted((ROOT / "services").rglob("*.py"))
        for line, reason, names in raised(path.read_text(encoding="utf-8"))
        if names is not None and reasons.get(reason, set()) - names
    ]
    assert not found
    assert list(raised('Refusal(A.B, values={"a": b})')) == [(1, "B", {"a"})]
    assert list(raised("Refusal(A.B)")) == [(1, "B", set())]
