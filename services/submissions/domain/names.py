"""Names of units and offerings, as requests state them.

Example: `ward-7` is no name of a unit, `units/ward-7` is one, whether there is such a unit or not.
Promises all fields at fault at once.
"""

import re
from collections.abc import Mapping
from functools import cache, partial

from services.chassis.errors import Refusal, faults, refuse_all
from services.submissions.domain.refusals import SubmissionsReason

UNIT, OFFERING = "units/{unit}", "services/{service}/offerings/{unit}"
_ID = r"[^/\s]+"


def require(stated: Mapping[str, tuple[str, str]]) -> None:
    """Refuse every name that has not its form; by field, the form and the name."""
    refuse_all(
        faults(
            *(
                partial(_require_form, name, form=form, field=field)
                for field, (form, name) in stated.items()
            )
        )
    )


def _require_form(name: str, *, form: str, field: str) -> None:
    if not _pattern(form).fullmatch(name):
        raise Refusal(SubmissionsReason.NAME_MALFORMED, field=field, values={"form": form})


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """What a name of a form looks like."""
    return re.compile(re.sub(r"\{\w+\}", lambda _: _ID, form))
