"""Days of the week and times of the day, as they are shown.

Example: Monday is `T2` in Vietnamese, and 450 minutes after midnight are `07:30`.
"""

WEEKDAYS = {"vi": ("T2", "T3", "T4", "T5", "T6", "T7", "CN")}
WEEKDAYS["en"] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def clock(minutes: int) -> str:
    """Minutes from midnight as people write them; 24:00 ends a day."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
