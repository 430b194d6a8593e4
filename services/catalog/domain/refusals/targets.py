"""Grounds of refusal that concern targets.

A code never changes its meaning: portals decide by it.
"""

from services.chassis.reasons import Kind, Reason


class TargetReason(Reason):
    """Why a command on a target is refused."""

    TARGET_UNKNOWN = (Kind.NOT_FOUND, "Không có chỉ tiêu {target}.", "There is no target {target}.")
    THRESHOLD_OUT_OF_RANGE = (
        Kind.INVALID,
        "Ngưỡng phải là một phân số từ 0 đến 1.",
        "A threshold must be a fraction from 0 to 1.",
    )
    TARGET_NOT_SET_THEN = (
        Kind.STATE,
        "Chỉ tiêu {target} không có hiệu lực vào thời điểm {time}, nên không thể rút.",
        "The target {target} did not stand at {time}, so it cannot be withdrawn then.",
    )
