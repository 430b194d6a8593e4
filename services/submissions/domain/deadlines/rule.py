"""A due that another system states as a rule, such as "20 working days after acceptance".

Whatever calendar counts it, the pauses of the dossier move the due, as those of a promised date.
"""

from motcua.submissions.v1.submissions_pb2 import DueRule
from services.chassis.errors import Refusal
from services.submissions.domain.refusals import SubmissionsReason

MOST = 10_000  # of any unit, as for a processing time: a due is computed day by day


def require_rule(rule: DueRule, *, field: str, other: bool) -> None:
    """Refuse an amount out of bounds, and a rule beside another (`other`) statement of the due."""
    if other:
        raise Refusal(SubmissionsReason.DUE_STATED_TWICE, field=field)
    if not 1 <= rule.amount <= MOST:
        values = {"most": str(MOST)}
        raise Refusal(
            SubmissionsReason.DUE_RULE_OUT_OF_RANGE, field=f"{field}.amount", values=values
        )
