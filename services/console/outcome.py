"""How commands end: exit codes, and problems whose text says what to do.

Promises the same code for the same kind of end in every command. Must not print a stack trace for
an expected problem.
"""

import os

import click

from services.console.terminal import visible

DIFFERENCE = 1  # a check failed: two readings differ, a test or check did not pass
USAGE = 2  # the command line, a mapping file or a case log is not right (click's own code)
UNAVAILABLE = 3  # the stack, a service or a stream cannot be reached
REFUSED = 4  # a service refused the request, and would again
OUTDATED = 5  # what was shown may not be current: a part does not follow the others
UNVERIFIED = 6  # nothing that was checked differs, and something could not be checked
LONGEST = 1000  # characters of a message


class Problem(click.ClickException):
    """An end that was foreseen; shown as one message on standard error, which people can read
    whatever stood in a cell.
    """

    exit_code = DIFFERENCE

    def __init__(self, message: str) -> None:
        half = LONGEST // 2
        long = len(message) > LONGEST
        super().__init__(visible(f"{message[:half]} … {message[-half:]}" if long else message))


class Difference(Problem):
    """What should be equal is not."""


class Mistake(Problem):
    """The user's input cannot be used."""

    exit_code = USAGE


class Unavailable(Problem):
    """Something that is needed does not answer; trying again later is safe."""

    exit_code = UNAVAILABLE


class Unreadable(Unavailable):
    """A service answers what cannot be understood: it is newer than this console, or broken."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(
            spoken(
                f"Không hiểu được câu trả lời của dịch vụ: {field} ({why}). Dịch vụ có thể mới hơn "
                "chương trình này: hãy dùng bản mới của chương trình.",
                f"A service's answer cannot be understood: {field} ({why}). The service may be "
                "newer than this program: use the program's newest version.",
            )
        )


class Outdated(Problem):
    """What was read may lack what was recorded since."""

    exit_code = OUTDATED


class Unverified(Problem):
    """What was checked is right, and there is more that could not be checked."""

    exit_code = UNVERIFIED


class Refused(Problem):
    """A service said no, with its stable reason."""

    exit_code = REFUSED

    def __init__(self, message: str, *, reason: str, code: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.code = code


def words_of(failed: BaseException) -> str:
    """What an exception says; its kind where it says nothing, as one of a time-out does."""
    return str(failed) or type(failed).__name__


def spoken(vi: str, en: str) -> str:
    """Of two texts the one in the user's language."""
    return vi if language() == "vi" else en


def language() -> str:
    """`vi` or `en`, by what the user's locale asks for."""
    asked = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return "vi" if asked.lower().startswith("vi") else "en"
