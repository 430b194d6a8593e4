"""Which items a figure takes, as statements name it: `:chosen3`, a condition over parameter $3.

No value reaches a statement but as a parameter.
"""

import json
import re
from collections.abc import Mapping

from services.chassis.database import statements
from services.metrics.domain.dimensions import OF_KIND
from services.metrics.domain.figures import Scope
from services.metrics.queries.storage import written
from services.metrics.settings import SQL

_PLACES = re.compile(r":chosen(\d)")
# The columns of dimensions: what items of dossiers say in words, and by the numbers of names.
WORDS: Mapping[str, str] = {
    "assisted": "case i.assisted when true then 'yes' when false then 'no' else 'unknown' end",
    "channel": (
        "coalesce((array['online', 'in_person', 'post', 'email', 'phone', 'other'])[i.channel],"
        " 'unknown')"
    ),
    "extent": "coalesce((array['none', 'partial', 'full'])[i.extent], 'unknown')",
    "level": "coalesce(i.level::text, 'unknown')",
}
NAMES: Mapping[str, str] = {"field": "i.field"}


def with_choice(text: str, kind: str) -> str:
    """A statement over items of a kind, with its conditions for their dimensions."""
    sql = statements(SQL)
    parts = [sql["chosen_by_service"]]
    for name in OF_KIND.get(kind, ()):
        part = sql["chosen_by_value" if name in WORDS else "chosen_by_name"]
        value = WORDS.get(name) or NAMES[name]
        parts.append(written(part, {"dimension": name, "value": value}))
    condition = "\n  and ".join(parts)
    return _PLACES.sub(lambda place: condition.replace("$1", f"${place[1]}"), text)


def chosen_by(scope: Scope) -> str:
    """The parameter."""
    service = {"service": scope.service} if scope.service else {}
    return json.dumps({**service, **{on: list(values) for on, values in scope.filters}})
