"""What a draft of a definition would move: its text is posted, and items are counted by it and by
the answered one.

For publishers. Nothing of it is kept, here or by the service.
"""

from http import HTTPStatus

from motcua.metrics.v1 import definitions_pb2 as api
from motcua.metrics.v1.events_pb2 import Membership
from services import formats
from services.pages import questions
from services.pages.asking import day, positions, resource
from services.pages.figures import shown
from services.pages.forms import fields
from services.pages.naming import Naming
from services.pages.questions import Period, Question, period_of
from services.pages.refused import Refused
from services.pages.tables import Column, Link, Number, Row, Table
from services.pages.views import months, periods
from services.pages.visit import Page, Visit
from services.pages.words import WORDS

LARGEST = 200_000  # bytes of a form: 20,000 characters, each percent-encoded
PATIENCE = 35.0  # seconds; the service gives up after 30
SHOWN = 100


async def draft(visit: Visit) -> Page:
    """The form with the answered text; after it is sent, also what moves."""
    unit = reached(visit)
    posted = visit.request.method == "POST"
    given = await fields(visit.request, LARGEST) if posted else {}
    await visit.reading.settle(unit)
    definitions = await visit.reading.definitions()
    answered = definitions.get(visit.path["indicator"])
    if answered is None:
        raise questions.unknown("indicator")
    span = await months.of_one(visit.reading, Question(answered.id, unit=unit))
    period = questions.period(given) or periods.default(span)
    text = given.get("text") or answered.text
    found, problem, status = api.CompareDefinitionResponse(), "", HTTPStatus.OK
    again_in = 0.0
    if posted:
        try:
            found = await compared(visit, text, answered, unit, period)
        except Refused as refused:
            status, again_in = refused.status, refused.again_in
            said = refused.words.get(visit.language)
            problem = said or visit.words(f"status.{status.value}")
    naming = Naming(visit.words, definitions, await visit.reading.names(units_of(found)))
    values = {
        "definition": Link(
            f"{answered.id}@{answered.version}", visit.to(f"/indicators/{answered.id}")
        ),
        "text": text,
        "problem": problem,
        "periods": periods.offered(visit, [period_of(rate) for rate in span], period),
        "chosen": questions.written(period),
        "moved": sum(each.count for each in found.moves),
        "compared": found.HasField("answered"),
    }
    tables = (
        [rates(found, naming), moves(found, naming), items(visit, found, naming)]
        if values["compared"]
        else []
    )
    title = visit.words("drafts.title", title=visit.words.of(answered.title))
    return Page(
        "draft.html", title, values, tables, status=status, again_in=again_in, place="indicators"
    )


def reached(visit: Visit) -> str:
    """The first unit in which the visitor publishes; Refused where there is none."""
    for unit in visit.visitor.units("publisher"):
        return unit.partition("/")[2]
    status = HTTPStatus.UNAUTHORIZED if visit.visitor.is_public else HTTPStatus.FORBIDDEN
    words = {language: said("drafts.whose") for language, said in WORDS.items()}
    raise Refused(status, "NOT_PERMITTED", words)


async def compared(
    visit: Visit, text: str, answered: api.Definition, unit: str, period: Period
) -> api.CompareDefinitionResponse:
    """By both definitions, over the same items."""
    request = api.CompareDefinitionRequest(
        text=text.replace("\r\n", "\n").encode(),
        definition=answered.id,
        version=answered.version,
        unit=resource("units", unit),
        start_date=day(period[0]),
        end_date=day(period[1]),
        as_known=positions(visit.reading.known),
    )
    method = visit.services.definitions.CompareDefinition
    return await visit.client.call(method, request, PATIENCE)


def rates(found: api.CompareDefinitionResponse, naming: Naming) -> Table:
    """Both figures; a draft's has no address."""
    words = naming.words
    columns = [
        Column("by", words("drafts.by")),
        Column("figure", words("column.figure"), "figure"),
        Column("unknown", words("column.unknown"), "number"),
        Column("excluded", words("column.excluded"), "number"),
    ]
    rows: list[Row] = []
    for name, rate in (("answered", found.answered), ("draft", found.draft)):
        counts = {
            "unknown": rate.receipt.unknown,
            "excluded": sum(each.count for each in rate.receipt.excluded),
        }
        rows.append(
            {
                "by": words(f"drafts.{name}"),
                "figure": shown(rate, naming, address="-" if name == "draft" else ""),
                **{k: Number(n, formats.integer(n, words.language)) for k, n in counts.items()},
            }
        )
    return Table("rates", words("drafts.rates"), columns, rows)


def moves(found: api.CompareDefinitionResponse, naming: Naming) -> Table:
    """How many items go from where to where."""
    words = naming.words
    columns = [Column(each, words(f"drafts.{each}")) for each in ("was", "now")]
    columns.append(Column("count", words("column.count"), "number"))
    rows: list[Row] = [
        {
            "was": where(each.was, found, naming),
            "now": where(each.now, found, naming),
            "count": Number(each.count, formats.integer(each.count, words.language)),
        }
        for each in found.moves
    ]
    return Table("moves", words("drafts.moves"), columns, rows, empty=words("drafts.nothing"))


def units_of(found: api.CompareDefinitionResponse) -> list[str]:
    """Those of the items that are shown."""
    return [each.unit for each in found.items[:SHOWN]]


def items(visit: Visit, found: api.CompareDefinitionResponse, naming: Naming) -> Table:
    """The first of them, by opaque ids."""
    words = naming.words
    columns = [Column("item", words("column.item"))]
    columns += [Column(each, words(f"drafts.{each}")) for each in ("was", "now")]
    columns.append(Column("unit", words("column.unit")))
    rows: list[Row] = [
        {
            "item": each.id,
            "was": where(each.was, found, naming),
            "now": where(each.now, found, naming),
            "unit": visit.link(naming, each.unit),
        }
        for each in found.items[:SHOWN]
    ]
    return Table("items", words("drafts.items"), columns, rows, empty=words("drafts.nothing"))


def where(of: api.Standing, found: api.CompareDefinitionResponse, naming: Naming) -> str:
    """The class in words, with the reason of what does not count."""
    if not of.membership:
        return naming.words("drafts.outside")
    name = Membership.Name(of.membership).removeprefix("MEMBERSHIP_").lower()
    text = naming.words(f"class.{name}")
    return f"{text}: {naming.reason(found.answered, of.reason)}" if of.reason else text
