"""The one division: a percentage for display, by integers, with its rounding stated.

Must not be computed with: rates add up as numerators and denominators.
"""

from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.indicators.document import DOWN, HALF_UP


def percent(part: int, whole: int, *, decimals: int = 1, rounding: str = HALF_UP) -> str:
    """Per cent: 19,010 of 20,000 is `95.1` half up, 95.05 being rounded up, and `95.0` down.

    Only all is `100.0`, and only none is `0.0`: 2,999 of 3,000 is `99.9`, and 1 of 3,000 is `0.1`.
    """
    unit = 10**decimals
    hundred = 100 * unit
    units = (
        hundred * part // whole if rounding == DOWN else (2 * hundred * part + whole) // (2 * whole)
    )
    if 0 < part < whole:
        units = min(max(units, 1), hundred - 1)
    digits = str(units)
    if not decimals:
        return digits
    digits = digits.zfill(decimals + 1)
    return f"{digits[:-decimals]}.{digits[-decimals:]}"


def shares(numerator: int, denominator: int, unknown: int, *, by: Definition) -> tuple[str, str]:
    """From which to which it may be, as a definition rounds: 40 of 50 with 5 unknown is `80.0` to
    `90.0`.
    """
    decimals, rounding = by.decimals, by.rounding
    low = percent(numerator, denominator, decimals=decimals, rounding=rounding)
    if not unknown:
        return low, low
    return low, percent(numerator + unknown, denominator, decimals=decimals, rounding=rounding)
