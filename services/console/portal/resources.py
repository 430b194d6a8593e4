"""Names of resources as they are typed.

Example: `ward-1` and `units/ward-1` are the same unit. Nothing stays nothing, which most
requests read as all.
"""


def named(collection: str, name: str) -> str:
    """A resource name, also where only its last part was typed."""
    return name if not name or "/" in name else f"{collection}/{name}"
