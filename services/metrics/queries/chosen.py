"""Which items a figure takes, as statements name it: `:chosen3`, a condition over parameter $3.

No value reaches a statement but as a parameter.
"""

import json
import re

from services.chassis.database import statements
from services.metrics.domain.dimensions import OF_KIND, OFFICER
from services.metrics.domain.figures import Scope
from services.metrics.queries.storage import written
from services.metrics.settings import SQL

_PLACES = re.compile(r":chosen(\d)")


def with_choice(text: str, kind: str, *, officer: str = "number_of_officer") -> str:
    """A statement over items of a kind, with its conditions for their dimensions; `officer` is the
    part that says who answers for one.
    """
    sql = statements(SQL)
    parts = [sql["chosen_by_service"]]
    for name in OF_KIND.get(kind, ()):
        word = sql.get(f"word_of_{name}")
        value = word or sql[officer if name == OFFICER else f"number_of_{name}"]
        condition = sql["chosen_by_word" if word else "chosen_by_number"]
        value = value.replace(":position", "($1 ->> 'position')::bigint")
        parts.append(written(condition, {"dimension": name, "value": f"\n{value}\n"}))
    every = "\n  and ".join(parts)
    return _PLACES.sub(lambda place: every.replace("$1", f"${place[1]}"), text)


def of_values(
    dimension: str, *, among: str, position: str = "", officer: str = "number_of_officer"
) -> dict[str, str]:
    """What a list by a dimension names in its statement: the value of an item, 0 or `unknown` where
    it is not known, and the values that the parameter `among` asks for.
    """
    sql = statements(SQL)
    if word := sql.get(f"word_of_{dimension}"):
        return {"value": word, "wanted": sql["wanted_words"].replace(":values", among)}
    number = sql[officer if dimension == OFFICER else f"number_of_{dimension}"]
    value = f"coalesce((\n{number}\n), 0)".replace(":position", position)
    return {"value": value, "wanted": sql["wanted_numbers"].replace(":values", among)}


def with_number(text: str, dimension: str) -> str:
    """A statement with the number of a dimension's name, as known at the position in $9."""
    number = statements(SQL)[f"number_of_{dimension}"].replace(":position", "$9")
    return text.replace(":number", f"\n{number}\n")


def chosen_by(scope: Scope, position: int | None = None) -> str:
    """The parameter. Who answers for a dossier is known as of a position of submissions."""
    said: dict[str, object] = {on: list(values) for on, values in scope.filters}
    if scope.service:
        said["of_service"] = scope.service
    if OFFICER in said:
        said["position"] = position
    return json.dumps(said)
