"""Numbers, shares and days as Vietnamese and English readers write them.

Promises the service's own digits: nothing is rounded here. Must not use the machine's locale.
"""

import unicodedata
from datetime import date, datetime, timedelta, timezone

LOCAL = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
LATEST = datetime.max.replace(tzinfo=LOCAL)
NARROW, SPACE = "\u202f", "\u00a0"  # neither is broken at the end of a line
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng
MARKS = {"\u0306": "1", "\u0302": "2", "\u031b": "3"}  # ă; â, ê, ô; ơ, ư
QUARTERS = ("I", "II", "III", "IV")


def integer(number: int, language: str) -> str:
    """`1.181` or `1,181`; with a real minus sign."""
    text = f"{abs(number):,}"
    text = text.replace(",", ".") if language == "vi" else text
    return f"−{text}" if number < 0 else text


def several(number: int, one: str) -> str:
    """What is counted, in English: `0 figures`, `1 figure`, `1,409 entries`."""
    if number == 1:
        return f"1 {one}"
    return f"{number:,} {one[:-1]}ies" if one.endswith("ry") else f"{number:,} {one}s"


def decimal(digits: str, language: str) -> str:
    """The service's `7.25` as `7,25` or `7.25`."""
    return digits.replace(".", ",") if language == "vi" else digits


def percent(digits: str, language: str) -> str:
    """The service's `59.3` as `59,3 %` or `59.3%`."""
    text = decimal(digits, language)
    return f"{text}{SPACE}%" if language == "vi" else f"{text}%"


def percents(low: str, high: str, language: str) -> str:
    """One share, or from which to which it may be."""
    ends = [percent(low, language)] if low == high else [percent(e, language) for e in (low, high)]
    return f"{SPACE}–{SPACE}".join(ends)


def day(of: date, language: str) -> str:
    """`06/09/2019` or `6 September 2019`."""
    if language == "vi":
        return f"{of:%d/%m}/{of.year:04}"  # %Y does not pad years
    return f"{of.day}{SPACE}{MONTHS[of.month - 1]} {of.year}"


def local(at: datetime) -> datetime:
    """In local time; the end of the calendar for what lies after it here, such as the last hours of
    9999 in UTC, which anybody may state.
    """
    return LATEST if at > LATEST else at.astimezone(LOCAL)


def instant(at: datetime, language: str) -> str:
    """In local time, to the minute."""
    here = local(at)
    return f"{here:%H:%M}{SPACE}{day(here.date(), language)}"


def month(of: date, language: str) -> str:
    """`tháng 3/2026` or `March 2026`."""
    return (
        f"tháng {of.month}/{of.year}" if language == "vi" else f"{MONTHS[of.month - 1]} {of.year}"
    )


def period(start: date, end: date, language: str) -> str:
    """A whole year, quarter or month by its name; otherwise both days, the last one included."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if start.day == end.day == 1:
        if months == 1:
            return month(start, language)
        if months == 12 and start.month == 1:
            return f"năm {start.year}" if language == "vi" else f"{start.year}"
        if months == 3 and start.month % 3 == 1:
            quarter = QUARTERS[start.month // 3]
            name = f"quý {quarter}/{start.year}", f"Q{start.month // 3 + 1} {start.year}"
            return name[language != "vi"]
    last = end - timedelta(days=1)
    return f"{day(start, language)}{SPACE}– {day(last, language)}"


def capital(text: str) -> str:
    """With a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def collated(text: str) -> str:
    """A key that sorts as the Vietnamese alphabet does: đ after d, ă and â after a; of words with
    the same letters by their tones.
    """
    letters: list[str] = []
    tones: list[str] = []
    for each in unicodedata.normalize("NFD", text.lower()):
        if each in TONES:
            tones.append(str(TONES.index(each)))
        elif each in MARKS and letters:
            letters[-1] = letters[-1][0] + MARKS[each]
        else:
            letters.append("d1" if each == "đ" else f"{each}0" if each.isalpha() else each)
            tones.append(".")
    return "".join(letters) + "\0" + "".join(tones)
