"""`./motcua definitions`: which indicators are answered, and one of them as it is defined.

Promises the text that is counted by, under its digest, with its facts and reasons in words. Must
not explain a condition otherwise than by what the service says of it.
"""

from collections.abc import Iterable
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from motcua.metrics.v1 import definitions_pb2 as contract
from motcua.metrics.v1 import metrics_pb2 as api
from services.console import terminal
from services.console.display.screen import screen
from services.console.instants import from_timestamp
from services.console.outcome import Difference, Mistake, language
from services.console.portal.client import Portal
from services.console.portal.connection import FIGURES, reading, run
from services.console.portal.location import Location, location_options
from services.console.portal.questions import definitions as listed
from services.console.portal.questions import facts_of
from services.console.reading.definitions.definition import DigestError, read
from services.console.reading.definitions.tokens import UnreadableError

VIETNAMESE = {
    "definition": "định nghĩa",
    "items": "đối tượng",
    "key": "tính theo",
    "unit": "đơn vị được tính",
    "adds up over": "cộng được theo",
    "periods": "kỳ",
    "units": "đơn vị",
    "title": "tên gọi",
    "adopted": "áp dụng từ",
    "reason": "lý do loại trừ",
    "condition": "điều kiện",
    "fact": "dữ kiện",
    "type": "kiểu",
    "known": "biết",
    "always": "luôn",
    "or absent": "có thể không",
}


@click.command()
@click.argument("definition", metavar="[ID]", default="")
@terminal.table_options
@location_options
def definitions(definition: str, as_json: bool, location: Location) -> None:
    """Show the indicators that are answered, or how one is defined, such as: online_handling."""

    async def work() -> None:
        async with reading(location, *FIGURES) as site, Portal(site) as portal:
            found = await listed(portal)
            if definition:
                one = pick(found, definition)
                show_one(one, named(one, await facts_of(portal, one.kind)), as_json)
            else:
                show_all(found, as_json)

    run(work())


def pick(found: Iterable[contract.Definition], wanted: str) -> contract.Definition:
    """By id, or by id@version; the newest version where none is named."""
    known = sorted(found, key=lambda each: each.version)
    chosen = [each for each in known if wanted in (each.id, f"{each.id}@{each.version}")]
    if not chosen:
        names = ", ".join(each.id for each in known)
        raise Mistake(f"no such definition: {wanted}; known are: {names}")
    return chosen[-1]


def named(definition: contract.Definition, facts: Iterable[contract.Fact]) -> list[contract.Fact]:
    """The facts that its conditions name; all of the kind where this reading cannot tell."""
    try:
        names = read(definition).facts
    except UnreadableError:
        return list(facts)
    except DigestError as forged:
        raise Difference(f"{forged} is shown under a digest that is not its own") from None
    return [fact for fact in facts if fact.name in names]


def show_all(found: Iterable[contract.Definition], as_json: bool) -> None:
    """A row for each."""
    if as_json:
        terminal.print_document({"definitions": [document(each) for each in found]})
        return
    table = Table()
    for name in ("definition", "items", "key", "unit", "adds up over", "adopted", "title"):
        table.add_column(word(name), overflow="fold")
    for each in found:
        over = ", ".join(word(name) for name in added_over(each)) or "–"
        cells = (f"{each.id}@{each.version}", each.kind, each.key, each.credited_unit, over)
        table.add_row(*map(Text, (*cells, adoption(each), said(each.title))))
    screen().print(table)


def show_one(one: contract.Definition, facts: Iterable[contract.Fact], as_json: bool) -> None:
    """Its words, its reasons, its facts, its text and its digest."""
    if as_json:
        terminal.print_document({**document(one), "facts": [fact_document(each) for each in facts]})
        return
    terminal.say(f"{one.id}@{one.version}: {said(one.title)}\n{said(one.description)}\n")
    reasons = Table("", word("reason"), word("condition"))
    for each in one.reasons:
        reasons.add_row(*map(Text, (each.name, said(each.title), each.condition)))
    table = Table(word("fact"), "", word("type"), word("known"))
    for fact in facts:
        kind = f"{fact.type}: {', '.join(fact.words)}" if fact.words else fact.type
        known = word("always" if fact.always_known else "or absent")
        table.add_row(*map(Text, (fact.name, said(fact.title), kind, known)))
    screen().print(reasons, table)
    terminal.say(f"{one.text}\nSHA-256 {one.digest}")


def adoption(each: contract.Definition) -> str:
    """When it was adopted, and how far its sums are kept where they are not all."""
    day = f"{from_timestamp(each.adopt_time):%Y-%m-%d}" if each.HasField("adopt_time") else "–"
    months = each.kept_months
    return f"{day} ({100 * months.kept // months.months}%)" if months.months else day


def word(english: str) -> str:
    """In the user's language."""
    return VIETNAMESE.get(english, english) if language() == "vi" else english


def said(text: api.Text) -> str:
    """In the user's language, else in English."""
    return text.vi if language() == "vi" else text.en


def added_over(each: contract.Definition) -> list[str]:
    """Over what its figures add up."""
    over = {"periods": each.adds_over_periods, "units": each.adds_over_units}
    return [name for name, adds in over.items() if adds]


def document(each: contract.Definition) -> dict[str, Any]:
    """A definition for programs: all that an interpreter of its own needs."""
    kept = each.kept_months
    return {
        "id": each.id,
        "version": each.version,
        "kind": each.kind,
        "key": each.key,
        "credited_unit": each.credited_unit,
        "adds_up_over": added_over(each),
        "title": both(each.title),
        "description": both(each.description),
        "bounds": list(each.bounds),
        "reasons": [
            {"name": why.name, "condition": why.condition, "title": both(why.title)}
            for why in each.reasons
        ],
        "text": each.text,
        "digest": each.digest,
        "adopted": each.adopt_time.ToJsonString() if each.HasField("adopt_time") else None,
        "position": each.position,
        "kept_months": {"months": kept.months, "kept": kept.kept} if kept.months else None,
    }


def fact_document(fact: contract.Fact) -> dict[str, Any]:
    """A fact for programs."""
    return {
        "name": fact.name,
        "type": fact.type,
        "always_known": fact.always_known,
        "words": list(fact.words),
        "title": both(fact.title),
    }


def both(text: api.Text) -> dict[str, str]:
    """In both languages."""
    return {"vi": text.vi, "en": text.en}
