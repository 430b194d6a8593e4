"""Where the items of each kind are kept: table, id, and for each key the columns that lead to them.

Example: of `petition.on_time` the items are rows of `petition_items`, found by `unit` and
`settlement_term`. Statements name these as `:table`, `:id`, `:unit`, `:shown`.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from motcua.submissions.v1.events_pb2 import Population
from services.chassis.database import statements
from services.metrics.domain.counts import COUNTED
from services.metrics.domain.petitions import FIRST_REQUEST, PUBLICATION, SETTLEMENT
from services.metrics.domain.tickets import CALLED
from services.metrics.domain.versions import ACCEPTED, ENDED, RATED
from services.metrics.settings import SQL

_PLACES = re.compile(r"(?<![:\w]):([a-z]+)")  # and not the type of a cast
_PARAMETER = re.compile(r"\$(\d+)")
_SCOPE = re.compile(r":(?:within|ever)\(((?:[^()]|\([^()]*\))*)\) u\b")


class Key(NamedTuple):
    """How items are shown: the key's number in `months`, and the columns of unit and instant."""

    number: int
    unit: str
    shown: str


class Spans(NamedTuple):
    """Counted facts among the items of a kind and key: rows with the columns of its facts."""

    kind: str  # as a line of the digest names them
    table: str
    rows: str


class Storage(NamedTuple):
    """The rows of a kind. `item` is the id that a figure names, where the row's own is another."""

    table: str
    id: str
    prefix: str  # of the resource name
    keys: Mapping[str, Key]
    item: str = ""
    considered: str = ""  # which rows are items of the kind; "": all
    assisted: str = "false"
    holder: str = "holder_of_none"  # the statement that finds who has an item of a split unit
    spans: Mapping[str, Spans] = MappingProxyType({})  # by key

    def columns(self, key: Key) -> dict[str, str]:
        """What statements name, by the names that they have there."""
        tables = [f"exists (select from {each.table})" for each in self.spans.values()]
        return {
            "counts": tables[0] if tables else "false",
            "table": self.table,
            "id": self.id,
            "item": self.item or f"i.{self.id}",
            "prefix": f"'{self.prefix}'",
            "assisted": self.assisted,
            "unit": key.unit,
            "shown": key.shown,
            "holder": statements(SQL)[self.holder],
        }


_COUNTED = "select * from counted_dossiers"


def _counts(population: int) -> Spans:
    return Spans("count", "count_items", f"{_COUNTED} where population = {population:d}")


_ACCEPTED = Key(ACCEPTED, "unit", "accepted_shown")
STORAGES: Mapping[str, Storage] = {
    "dossier": Storage(
        "dossier_items",
        "dossier",
        "dossiers/",
        {"accepted": _ACCEPTED, "ended": Key(ENDED, "handling_unit", "ended_at")},
        assisted="i.assisted",
        holder="holder_of_dossier",
        spans={
            "accepted": _counts(Population.POPULATION_ACCEPTED),
            "ended": _counts(Population.POPULATION_ENDED),
        },
    ),
    "act": Storage(
        "dossier_items",
        "dossier",
        "dossiers/",
        {"accepted": _ACCEPTED},
        item="coalesce(i.root, i.dossier)",
        considered="act < 4",
        assisted="i.assisted",
        holder="holder_of_dossier",
    ),
    "rating": Storage(
        "dossier_items",
        "dossier",
        "dossiers/",
        {"first_rated": Key(RATED, "rated_unit", "first_rated_at")},
        assisted="i.assisted",
        holder="holder_of_dossier",
        spans={"first_rated": _counts(Population.POPULATION_RATED)},
    ),
    "petition": Storage(
        "petition_items",
        "petition",
        "petitions/",
        {
            "settlement_term": Key(SETTLEMENT, "unit", "settlement_term"),
            "first_request_term": Key(FIRST_REQUEST, "unit", "first_request_term"),
            "publication_term": Key(PUBLICATION, "unit", "publication_term"),
        },
    ),
    "ticket": Storage(
        "ticket_items", "ticket", "tickets/", {"called": Key(CALLED, "unit", "called_at")}
    ),
    "standard": Storage(  # all of them are counted: none stands at an instant
        "standard_items",
        "standard",
        "standards/",
        {"counted": Key(COUNTED, "unit", "start_at")},
        considered="false",
        spans={"counted": Spans("standard", "standard_items", "select * from counted_standards")},
    ),
}
# By the number of the key: where the sweeper finds the items of a month. Acts have the key of
# dossiers' acceptance, so that one pass over the items counts both.
BY_NUMBER: Mapping[int, tuple[Storage, Key]] = {
    key.number: (storage, key) for storage in STORAGES.values() for key in storage.keys.values()
}


def over_units(text: str) -> str:
    """A statement over units that one more parameter lists, whatever the scope of the question."""
    number = max(int(each) for each in _PARAMETER.findall(text)) + 1
    return _SCOPE.sub(rf"units_among(\1, ${number}) u", text)


def written(text: str, columns: Mapping[str, str]) -> str:
    """A statement with these columns in their places. `:within(…)` are the units of a scope."""
    every = {"within": "units_then", "ever": "units_ever", **columns}
    return _PLACES.sub(lambda place: every[place[1]], text)
