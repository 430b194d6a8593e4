"""What citizens file, as far as the rights of those who handle it go by it.

Every aggregate that somebody files has these: dossiers and petitions.
"""

from typing import Protocol


class Filed(Protocol):
    """What somebody filed at a unit, at a desk or through a portal: a dossier, a petition."""

    @property
    def name(self) -> str:
        """ "" where there is none."""

    @property
    def portal(self) -> str:
        """The client that filed it; "": a desk."""

    @property
    def receiving_unit(self) -> str:
        """The unit that received it."""

    @property
    def units(self) -> tuple[str, ...]:
        """The units that have to do with it."""
