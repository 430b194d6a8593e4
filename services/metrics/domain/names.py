"""Resource names, as far as figures keep their last parts: `dossiers/{uuid}`.

Tables keep the UUID alone; a figure names an item in full again.
"""

UUID = 36  # characters


def last_part(name: str) -> str:
    """The UUID of a name such as `dossiers/{uuid}`; "" where it ends with none."""
    part = name[name.rfind("/") + 1 :]
    return part if len(part) == UUID else ""
