"""The form of names of units and offerings in requests.

Example: `units/ward-7` has the form of a unit's name, whether there is such a unit or not; `ward-7`
has not. Promises to refuse all fields at fault at once.
"""

import re
from collections.abc import Mapping
from functools import cache, partial

from services.chassis.errors import Refusal, faults, refuse_all
from services.submissions.domain.refusals import SubmissionsReason

UNIT, OFFERING = "units/{unit}", "services/{service}/offerings/{unit}"
_ID = r"[^/\s]+"


def require(stated: Mapping[str, tuple[str, str]]) -> None:
    """Refuse each name that has not its form; `stated` has by field the form and the name."""
    checks = (
        partial(_require_form, name, form=form, field=field)
        for field, (form, name) in stated.items()
    )
    refuse_all(faults(*checks))


def _require_form(name: str, *, form: str, field: str) -> None:
    if not _pattern(form).fullmatch(name):
        raise Refusal(SubmissionsReason.NAME_MALFORMED, field=field, values={"form": form})


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """A form as an expression: `units/{unit}` has an id in place of `{unit}`."""
    return re.compile(re.sub(r"\{\w+\}", lambda _: _ID, form))
