"""An expression as SQL over an item's columns, where NULL is what absent is.

No text of a definition reaches the SQL: facts are columns, words are numbers. No operator can fail,
since PostgreSQL promises no order of evaluation: products are numeric, and an instant loses at most
one duration.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from services.metrics.domain.expressions.nodes import (
    AND,
    CHOICE,
    HAS,
    IN,
    LITERAL,
    MINUS,
    NOT,
    OR,
    TIMES,
    Node,
)


def to_sql(node: Node) -> str:
    """Such as `(channel = 1)`: true, false or null, or a value of the node's type."""
    if node.operator == LITERAL:
        return _of_literal(node)
    if node.fact is not None:
        column = node.fact.column
        return f"({column} is not null)" if node.operator == HAS else column
    return _WRITTEN[node.operator](*map(to_sql, node.parts))


def _of_literal(node: Node) -> str:
    if isinstance(node.value, datetime):
        return f"timestamptz '{node.value.astimezone(UTC).isoformat()}'"
    return str(node.value).lower() if isinstance(node.value, bool) else f"({node.value:d})"


def _between(operator: str) -> Callable[..., str]:
    return lambda *parts: "(" + f" {operator} ".join(parts) + ")"


_WRITTEN: Mapping[str, Callable[..., str]] = {
    NOT: lambda part: f"(not {part})",
    AND: _between("and"),
    OR: _between("or"),
    # The condition stands once: `when c … when not c` would double the text at each level.
    CHOICE: lambda c, yes, no: f"(case {c} when true then {yes} when false then {no} end)",
    IN: lambda part, *values: f"({part} in ({', '.join(values)}))",
    TIMES: lambda left, right: f"({left}::numeric * {right})",
    MINUS: lambda instant, seconds: f"({instant} - make_interval(secs => {seconds}))",
    "!=": _between("<>"),
    **{
        operator: _between(operator.replace("==", "=")) for operator in ("==", "<", "<=", ">", ">=")
    },
}
