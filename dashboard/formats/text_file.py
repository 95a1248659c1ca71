"""A file's bytes to text; whatever is in the way is told with how to mend it."""

from __future__ import annotations

import codecs
import re

from dashboard.formats.collect import Collector, place_of
from dashboard.problems import Problem, UnreadableError

__all__ = ["LARGEST", "decode", "explain_sign", "read_bytes", "read_text"]

#: Bytes; a hundred thousand events with sources and claims take about ninety-five million.
LARGEST = 200_000_000

#: By the bytes a file begins with; UTF-32 is left out: nobody saves texts in it.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: What YAML does not allow in a file (YAML 1.2.2, production 1), and half pairs that are no text.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


def read_text(name: str) -> str:
    """Read a file as text.

    Raises:
        UnreadableError: If it is missing, a folder, too large, not permitted or no text.
    """
    return decode(name, read_bytes(name))


def read_bytes(name: str, largest: int = LARGEST) -> bytes:
    """Read a file as it is.

    Args:
        name: The file.
        largest: How many bytes it may have.

    Raises:
        UnreadableError: If it is missing, a folder, too large or not permitted.
    """
    try:
        with open(name, "rb") as file:
            data = file.read(largest + 1)
    except OSError as error:
        message, hint = _REASONS.get(type(error), (f"cannot be read: {error.strerror}", None))
        raise _unreadable(name, message, hint) from None
    except ValueError:
        raise _unreadable(name, "is no name of a file", "remove the control character") from None
    if len(data) > largest:
        raise _unreadable(
            name, f"is larger than {largest // 1_000_000} MB", "split it into several timelines"
        )
    return data


def encoding_of(data: bytes) -> tuple[bytes, str]:
    """How a file is encoded: the byte order mark it begins with, if any, and Python's name.

    A text encoded under that name and put behind the mark gives the same kind of file.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return mark, encoding
    return b"", "utf-8"


_REASONS: dict[type[OSError], tuple[str, str | None]] = {
    FileNotFoundError: ("there is no such file", "check the name, or begin one: dateline new"),
    IsADirectoryError: ("is a folder", "name the file in it, for example events.yaml"),
    NotADirectoryError: ("there is no such file", "a part of the path is a file, not a folder"),
    PermissionError: ("may not be read", "give yourself permission to read it"),
}


def decode(name: str, data: bytes) -> str:
    """The text that the bytes of a file are.

    Raises:
        UnreadableError: If they are no text.
    """
    encoding = next((code for mark, code in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            raise _unreadable(name, "is broken UTF-16", "save it as UTF-8") from None
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        raise UnreadableError(
            [
                Problem(
                    f"byte 0x{data[error.start]:02X} is not UTF-8",
                    "save the file as UTF-8; it may be in Windows-1252 or another old encoding",
                    file=name,
                    line=line,
                    column=column,
                )
            ]
        ) from None


def _unreadable(name: str, message: str, hint: str | None) -> UnreadableError:
    return UnreadableError([Problem(message, hint, file=name)])


def explain_sign(text: str, problems: Collector) -> None:
    """Report the first sign that no YAML file may hold."""
    found = _REFUSED.search(text)
    if found is None:  # pragma: no cover - libyaml and the table above agree
        problems.error("the text cannot be read", "save the file as UTF-8")
        return
    sign, index = found[0], found.start()
    at = place_of(text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1)
    if sign == "\0" and text.count("\0") > len(text) // 4:
        problems.error("the text looks like UTF-16 without a mark", "save the file as UTF-8", at)
    elif sign == "\0":
        problems.error("a NUL byte: this is no text file", "choose the YAML file", at)
    else:
        problems.error(f"a control character in the text (U+{ord(sign):04X})", "remove it", at)
