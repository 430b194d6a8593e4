"""The second reading of a nation's figures: from the cities' streams alone, and added by a rule of
its own.

Promises an error that names what differs. Must not share code with the service: which members
there are and which are suspended is the nation's to say, all else is read here.
"""

import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from google.protobuf import json_format

from motcua.metrics.v1 import federation_pb2 as api
from services.console import terminal
from services.console.display.national import state_of
from services.console.display.numbers import counted
from services.console.instants import from_timestamp
from services.console.outcome import Difference, spoken
from services.console.portal.client import Portal
from services.console.portal.questions import definitions
from services.console.reading.comparison.national_streams import Message, stream_of

NUMBERS = ("considered", "numerator", "denominator", "unknown")
SETTLED = ("SUSPENDED", "ENDED")  # follow from the register


class Rule(NamedTuple):
    """What a definition says of sums: whether they add up over units, and its reasons."""

    adds: bool
    reasons: frozenset[str]


class Sums(NamedTuple):
    """What a nation's figure has by this reading."""

    numbers: Mapping[str, int]
    excluded: Mapping[str, int]
    contributions: Mapping[str, tuple[str, int, str]]  # state, sequence and leaf, by member


async def compare_all(
    portal: Portal, request: api.ListNationalFiguresRequest, addresses: Mapping[str, str]
) -> None:
    """Read, compute, compare; raises Difference with every figure that differs."""
    listed = api.ListMembersRequest()
    members = (await portal.call(portal.federation.ListMembers, listed, role="public")).members
    answer = await portal.call(portal.federation.ListNationalFigures, request, role="public")
    upto = positions(answer.figures)
    asked = [each for each in members if each.name in upto]
    known = {each.name: await stream_of(each, addresses, upto[each.name]) for each in asked}
    rules = {each.digest: rule_of(each.text) for each in await definitions(portal)}
    wrong = []
    for figure in answer.figures:
        receipt = figure.receipt
        found = computed(receipt, known, by=rules[receipt.definition_digest])
        wrong += [f"{receipt.definition}: {each}" for each in differences(receipt, found)]
    if wrong:
        said = spoken("luồng của các thành phố nói khác", "the cities' streams say otherwise")
        raise Difference(f"{said}:\n" + "\n".join(wrong))
    both = (len(answer.figures), "figure", "số liệu"), (len(asked), "member", "thành viên")
    counts = ", ".join(counted(*each) for each in both)
    terminal.say(spoken(f"{counts}: đúng như đã công bố", f"{counts}: all as published"))


def positions(figures: Iterable[api.NationalFigure]) -> Counter[str]:
    """By member, up to which message of its stream the figures say that it is known."""
    found: Counter[str] = Counter()
    for figure in figures:
        for each in figure.receipt.contributions:
            found[each.member] = max(found[each.member], each.position)
    return found


def rule_of(text: str) -> Rule:
    """What a definition's text says."""
    stated = tomllib.loads(text)
    return Rule("units" in stated["adds_up_over"], frozenset(stated["excluded"]))


def computed(
    receipt: api.NationalReceipt, known: Mapping[str, Sequence[Message]], *, by: Rule
) -> Sums:
    """The same figure, of what was published up to the receipt's positions."""
    numbers, excluded, contributions = dict.fromkeys(NUMBERS, 0), dict[str, int](), {}
    for each in receipt.contributions:
        upto = known[each.member][: each.position]
        newest, state = newest_and_state(receipt, upto, by.reasons)
        if state_of(each) in SETTLED:
            state = state_of(each)
        place = (newest.sequence, newest.leaf) if newest else (0, "")
        contributions[each.member] = (state, *place)
        if state == "COMPARABLE" and by.adds and newest:
            stated = receipt_of(newest.figure)
            for name in NUMBERS:
                numbers[name] += int(stated.get(name, 0))
            for one in stated.get("excluded", []):  # each once in a receipt that is sound
                reason = one.get("reason", "")
                excluded[reason] = excluded.get(reason, 0) + int(one.get("count", 0))
    return Sums(numbers, excluded, contributions)


def newest_and_state(
    receipt: api.NationalReceipt, messages: Sequence[Message], allowed: AbstractSet[str]
) -> tuple[Message | None, str]:
    """The message that stands for a city's figure, and the state that follows."""
    period = json_format.MessageToDict(receipt.period)
    asked = (each for each in messages if is_asked(receipt, period, each.figure))
    newest = sorted(asked, key=lambda each: each.sequence)
    same = [each for each in newest if text_of(each) == receipt.definition_digest]
    exact = [each for each in same if cut_off(each) == from_timestamp(receipt.as_of).isoformat()]
    if exact:
        return exact[-1], state_by(exact[-1], allowed)
    if same:
        return same[-1], "OTHER_CUT_OFF"
    return (newest[-1], "INCOMPARABLE") if newest else (None, "NO_DATA")


def is_asked(receipt: api.NationalReceipt, period: Mapping[str, Any], figure: Any) -> bool:
    """Whether a city's figure is of the whole city, of this period, service and indicator."""
    stated = receipt_of(figure)
    scope = stated.get("scope", {})
    return bool(
        stated.get("definition", "") == receipt.definition
        and stated.get("period", {}) == period
        and scope.get("service", "") == receipt.service
        and {name for name, value in scope.items() if value} <= {"service"}
    )


def receipt_of(figure: Any) -> Mapping[str, Any]:
    """The receipt of a city's figure, as JSON; what has its default is left out."""
    found: Mapping[str, Any] = figure.get("rate", {}).get("receipt", {})
    return found


def text_of(message: Message) -> str:
    """The digest of the definition that a city counted by."""
    return str(receipt_of(message.figure).get("definitionDigest", ""))


def cut_off(message: Message) -> str:
    """As of when, as `from_timestamp` writes it."""
    return str(receipt_of(message.figure).get("asOf", "")).replace("Z", "+00:00")


def state_by(message: Message, allowed: AbstractSet[str]) -> str:
    """Of a figure that is the one asked for, by the reasons of its definition."""
    state, stated = message.figure["rate"].get("state", ""), receipt_of(message.figure)
    if state in ("VALUE_STATE_SUPPRESSED", "VALUE_STATE_NO_DATA"):
        return str(state).removeprefix("VALUE_STATE_")
    counts = {name: int(stated.get(name, 0)) for name in NUMBERS}
    left_out = [int(each.get("count", 0)) for each in stated.get("excluded", [])]
    reasons = [each.get("reason", "") for each in stated.get("excluded", [])]
    sound = (
        len(set(reasons)) == len(reasons)
        and set(reasons) <= allowed
        and counts["considered"] == counts["denominator"] + sum(left_out)
        and counts["denominator"] >= counts["numerator"] + counts["unknown"]
        and min(*counts.values(), *left_out, 0) == 0
        and max(*counts.values(), *left_out) <= 10**15
    )
    return "COMPARABLE" if sound else "INCONSISTENT"


def differences(receipt: api.NationalReceipt, found: Sums) -> list[str]:
    """What the nation says otherwise."""
    wrong = [
        f"{name} is {getattr(receipt, name)}, not {number}"
        for name, number in found.numbers.items()
        if getattr(receipt, name) != number
    ]
    if {each.reason: each.count for each in receipt.excluded} != found.excluded:
        wrong.append("excluded differ")
    for each in receipt.contributions:
        stated = (state_of(each), each.sequence, each.leaf)
        if stated != found.contributions[each.member]:
            wrong.append(f"{each.member} is {stated}, not {found.contributions[each.member]}")
    if receipt.digest != digest_of(receipt, found):
        wrong.append("the digest differs")
    return wrong


def digest_of(receipt: api.NationalReceipt, found: Sums) -> str:
    """Over a line for each member."""
    lines = []
    for each in receipt.contributions:
        state, sequence, leaf = found.contributions[each.member]
        lines.append(f"{each.member}\t{state}\t{each.position}\t{sequence}\t{leaf}\n".encode())
    return hashlib.sha256(b"".join(sorted(lines))).hexdigest()
