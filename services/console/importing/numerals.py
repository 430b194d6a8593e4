"""Numbers, shares and truths as tables write them, read exactly.

Promises what is written, or a fault that quotes it: 0.95 is 19/20, never the nearest binary number.
"""

import re
from fractions import Fraction

from services.console.importing.faults import SHARE_MALFORMED, TRUTH_MALFORMED, Faulty

TRUTHS = {"YES": True, "TRUE": True, "1": True, "NO": False, "FALSE": False, "0": False}
GREATEST = 2**63 - 1
FRACTION = re.compile(r"[+-]?[0-9]{1,30}\.[0-9]{1,30}")
# Decimals, fractions and percentages of a length that is soon read, and with a small exponent.
NUMERAL = re.compile(r"[+-]?[0-9]{0,99}([./][0-9]{0,99})?([eE][+-]?[0-9]{1,2})?\s*%?")


def share_of(text: str) -> Fraction:
    """A decimal number, a fraction or a percentage."""
    if not NUMERAL.fullmatch(text):
        raise Faulty(SHARE_MALFORMED, value=text)
    try:
        exact = Fraction(text.removesuffix("%").rstrip())
    except (ValueError, ZeroDivisionError):
        raise Faulty(SHARE_MALFORMED, value=text) from None
    exact = exact / 100 if text.endswith("%") else exact
    if max(abs(exact.numerator), exact.denominator) > GREATEST:
        raise Faulty(SHARE_MALFORMED, value=text)
    return exact


def is_decimal(text: str) -> bool:
    """Whether a text is one, as far as its first digits tell; a date is none."""
    return text.lstrip("+-").replace(".", "", 1).isdigit()


def truth_of(text: str) -> bool:
    """YES or NO."""
    if text.upper() not in TRUTHS:
        raise Faulty(TRUTH_MALFORMED, value=text)
    return TRUTHS[text.upper()]
