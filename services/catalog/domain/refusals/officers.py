"""Grounds of refusal that concern the sealed names of officers, none of which is in a text.

A code never changes its meaning: portals decide by it.
"""

from services.chassis.reasons import Kind, Reason


class OfficerReason(Reason):
    """Why a command or a question on sealed names is refused."""

    FULL_NAME_MISSING = (Kind.INVALID, "Phải có họ và tên.", "A full name is needed.")
    PURPOSE_MISSING = (
        Kind.INVALID,
        "Việc đọc dữ liệu cá nhân phải nêu mục đích.",
        "Reading personal data needs a purpose.",
    )
    OFFICER_NOT_SEALED = (
        Kind.NOT_FOUND,
        "Tên của cán bộ {officer} chưa từng được niêm phong tại {unit}.",
        "The name of officer {officer} was never sealed at {unit}.",
    )
    OFFICER_ERASED = (
        Kind.STATE,
        "Tên của cán bộ {officer} tại {unit} đã bị xóa vĩnh viễn.",
        "The name of officer {officer} at {unit} was erased for ever.",
    )
    OFFICER_NAME_DAMAGED = (
        Kind.INTERNAL,
        "Tên được niêm phong của cán bộ {officer} không mở được: dữ liệu hoặc khóa đã bị thay đổi.",
        "The sealed name of officer {officer} cannot be opened: it or the key was changed.",
    )
