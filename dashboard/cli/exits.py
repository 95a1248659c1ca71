"""How a command ends: the codes scripts may rely on, and the error that leads to one."""

from __future__ import annotations

from enum import IntEnum

from dashboard.problems import DatelineError

__all__ = ["MEANING", "Exit", "Failure"]


class Exit(IntEnum):
    """The code a command ends with."""

    FINE = 0
    PROBLEMS = 1
    USAGE = 2
    FAILED = 3
    STOPPED = 130
    PIPE = 141


#: What each code means; the help prints this table.
MEANING: dict[Exit, str] = {
    Exit.FINE: "all went well",
    Exit.PROBLEMS: "the file has errors, or cannot be read",
    Exit.USAGE: "the command was not understood",
    Exit.FAILED: "something could not be written or served, or broke",
    Exit.STOPPED: "stopped with Ctrl-C",
    Exit.PIPE: "whoever read the output went away",
}


class Failure(DatelineError):
    """Ends a command: ``message`` says why, ``hint`` what to do, ``code`` is what it ends with.

    A failure without a message has been explained already.
    """

    def __init__(
        self, message: str = "", hint: str | None = None, code: Exit = Exit.FAILED
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code
