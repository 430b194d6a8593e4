"""A condition's text becomes an expression, by the precedence of its operators.

Operands and operators that still wait stand on two stacks, so that a thousand brackets cost no
recursion. From the weakest: `?:`, `||`, `&&`, comparisons and `in`, `-`, `*`, `!`.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from services.console.reading.definitions import expressions
from services.console.reading.definitions.expressions import Expression
from services.console.reading.definitions.tokens import (
    END,
    NAME,
    NUMBER,
    SIGN,
    TEXT,
    Token,
    UnreadableError,
    tokens,
)

OPEN, QUESTION, OTHERWISE = "(", "?", ":"
POWERS = {"||": 1, "&&": 2, **dict.fromkeys(expressions.COMPARED, 3), "-": 4, "*": 5, "!": 6}
COMPARES = 3


def parse(text: str) -> Expression:
    """Raises UnreadableError for what is none."""
    return _Parser(tokens(text)).whole()


class _Parser:
    """One text under way."""

    def __init__(self, found: Iterator[Token]) -> None:
        self.found = found
        self.token = next(found)
        self.operands: list[Expression] = []
        self.waiting: list[str] = []  # operators and open brackets

    def whole(self) -> Expression:
        """Operand, operator, operand … to the end."""
        while True:
            self.operand()
            while after := self.after_operand():
                after()
            if self.token.kind == END:
                return self.result()
            self.operator()

    def after_operand(self) -> Callable[[], None] | None:
        """What follows an operand without being an operator."""
        following = {(SIGN, ")"): self.closing, (NAME, "in"): self.among}
        return following.get((self.token.kind, self.token.value))

    def operand(self) -> None:
        """A value, after any `!` and opening brackets."""
        while self.token.value in ("!", OPEN) and self.token.kind == SIGN:
            self.waiting.append(self.next().value)
        self.operands.append(self.value())

    def operator(self) -> None:
        """What stands between two operands."""
        token = self.next()
        if token.kind != SIGN or token.value not in {*POWERS, QUESTION, OTHERWISE} - {"!"}:
            raise UnreadableError(f"{token} is no operator")
        if token.value == OTHERWISE:
            self.reduce(1)
            self.expect_waiting(QUESTION, token)
            self.waiting[-1] = OTHERWISE
            return
        power = POWERS.get(token.value, 0)
        self.reduce(power + (power == COMPARES) or 1)
        if self.waiting and power == COMPARES and POWERS.get(self.waiting[-1]) == COMPARES:
            raise UnreadableError(f"{token} compares what is compared already")
        if token.value == QUESTION and self.waiting[-1:] == [QUESTION]:
            raise UnreadableError(f"{token} needs brackets")
        self.waiting.append(token.value)

    def closing(self) -> None:
        """A bracket that was opened ends here."""
        self.reduce_all()
        self.expect_waiting(OPEN, self.next())
        self.waiting.pop()

    def among(self) -> None:
        """`in` and its list."""
        self.reduce(COMPARES + 1)
        self.next()
        self.expect("[")
        values = [self.value()]
        while self.token.value == ",":
            self.next()
            values.append(self.value())
        self.expect("]")
        self.operands.append(expressions.among(self.operands.pop(), tuple(values)))

    def result(self) -> Expression:
        """The one that is left."""
        self.reduce_all()
        if self.waiting:
            raise UnreadableError(f"{self.waiting[-1]} is not closed")
        return self.operands.pop()

    def reduce_all(self) -> None:
        """Everything since the last open bracket."""
        self.reduce(1)
        while self.waiting[-1:] == [OTHERWISE]:
            self.waiting.pop()
            no, yes, condition = (self.operands.pop() for _ in range(3))
            self.operands.append(expressions.choice(condition, yes, no))

    def reduce(self, power: int) -> None:
        """Operators that bind as strongly, the last ones first."""
        while self.waiting and POWERS.get(self.waiting[-1], 0) >= power:
            sign, right = self.waiting.pop(), self.operands.pop()
            if sign == "!":
                self.operands.append(expressions.negation(right))
            else:
                self.operands.append(BINARY[sign](self.operands.pop(), right))

    def value(self) -> Expression:
        """A literal, a fact, or a call."""
        token = self.next()
        if token.kind == TEXT:
            return expressions.literal(token.value)
        if token.kind == NUMBER or token.value == "-":
            digits = token if token.kind == NUMBER else self.expect_kind(NUMBER)
            return expressions.literal(int(digits.value) * (-1 if token.value == "-" else 1))
        if token.kind != NAME:
            raise UnreadableError(f"{token} is no value")
        if token.value in ("true", "false"):
            return expressions.literal(token.value == "true")
        if token.value in ("has", "timestamp") and self.token.value == OPEN:
            return self.call(token.value)
        return expressions.fact(token.value)

    def call(self, name: str) -> Expression:
        """`has(fact)` or `timestamp("…")`."""
        self.expect(OPEN)
        inside = self.expect_kind(NAME if name == "has" else TEXT)
        self.expect(")")
        return expressions.known(inside.value) if name == "has" else instant(inside)

    def next(self) -> Token:
        """The token at hand; the one after it comes to hand."""
        token = self.token
        self.token = next(self.found, token)
        return token

    def expect(self, sign: str) -> Token:
        """This sign, and nothing else."""
        token = self.next()
        if (token.kind, token.value) != (SIGN, sign):
            raise UnreadableError(f"{token} stands where {sign} belongs")
        return token

    def expect_kind(self, kind: str) -> Token:
        """A token of this kind."""
        token = self.next()
        if token.kind != kind:
            raise UnreadableError(f"{token} stands where a {kind} belongs")
        return token

    def expect_waiting(self, sign: str, token: Token) -> None:
        """What `token` ends was begun."""
        if self.waiting[-1:] != [sign]:
            raise UnreadableError(f"{token} ends what was not begun by {sign}")


def instant(text: Token) -> Expression:
    """By ISO 8601, with its offset."""
    try:
        at = datetime.fromisoformat(text.value)
    except ValueError:
        raise UnreadableError(f"{text} is no instant") from None
    if at.tzinfo is None:
        raise UnreadableError(f"{text} has no offset")
    return expressions.literal(at)


def _comparison(sign: str) -> Callable[[Expression, Expression], Expression]:
    return lambda left, right: expressions.comparison(sign, left, right)


def _connection(sign: str) -> Callable[[Expression, Expression], Expression]:
    return lambda left, right: expressions.connection(sign, left, right)


BINARY: dict[str, Callable[[Expression, Expression], Expression]] = {
    "&&": _connection("&&"),
    "||": _connection("||"),
    "*": expressions.product,
    "-": expressions.difference,
    **{sign: _comparison(sign) for sign in expressions.COMPARED},
}
