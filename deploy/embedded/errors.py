"""What can go wrong when a stack starts, as one error whose text says what to do.

Promises a message for the person at the keyboard. Must not carry passwords.
"""


class StackError(Exception):
    """The stack could not do what it was asked; the text is for people."""


BUSY = "Where the machine is busy, call it again: what is there stays as it is."


class OtherVersion(StackError):  # noqa: N818 — what is the case, not what went wrong in us
    """What lies in the directory, or runs there, is of another version: trying again is no use."""


class UnsuitableReader(StackError):  # noqa: N818
    """A reader's name or streams are not such as can be taken."""
