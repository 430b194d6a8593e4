"""Roles in words, and the refusal of a caller who has none of those that it takes.

Promises to be pure, so that a domain may take it.
"""

from collections.abc import Collection

from motcua.chassis.v1 import access_pb2 as declared
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason

# Roles in words: Vietnamese, English.
IN_WORDS: dict[int, tuple[str, str]] = {
    declared.ROLE_PORTAL: ("cổng dịch vụ công", "portal"),
    declared.ROLE_OFFICER: ("cán bộ", "officer"),
    declared.ROLE_LEADER: ("lãnh đạo", "leader"),
    declared.ROLE_EDITOR: ("biên tập danh mục", "editor"),
    declared.ROLE_IMPORTER: ("nhập dữ liệu", "importer"),
    declared.ROLE_INSPECTOR: ("thanh tra", "inspector"),
    declared.ROLE_PUBLISHER: ("công bố số liệu", "publisher"),
    declared.ROLE_OPERATOR: ("vận hành", "operator"),
}


def not_permitted(
    roles: Collection[int], unit: str | None = None, *, field: str = "", hides: str | None = None
) -> Refusal:
    """None of the caller's roles allows it: which would, and for which unit ("": all); None: which
    it is, is not for him, or it is no matter of one.
    """
    named = sorted(role for role in roles if role in IN_WORDS)
    there = ("đơn vị đó", "that unit") if unit is None else (unit, unit)
    unit_vi, unit_en = there if unit != "" else ("toàn hệ thống đơn vị", "all units")
    values = {
        "roles": ", ".join(declared.Role.Name(role).removeprefix("ROLE_") for role in named),
        "roles_vi": " hoặc ".join(IN_WORDS[role][0] for role in named),
        "roles_en": " or ".join(IN_WORDS[role][1] for role in named),
        **({"unit": unit} if unit else {}),
        "unit_vi": unit_vi,
        "unit_en": unit_en,
    }
    return Refusal(ChassisReason.NOT_PERMITTED, field=field, values=values, hides=hides)
