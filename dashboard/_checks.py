"""What a text must be like to stand for an address, an id, a colour, a picture or a number.

Each check gives the text back, or says what is wrong and how to mend it.
"""

from __future__ import annotations

import re

from dashboard.problems import UnfitError

__all__ = ["PICTURES", "colour", "identifier", "is_id", "number", "picture", "web_address"]

#: The pictures that every browser shows and that cannot hold code; by the end of their name.
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")

_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE).match
_BLANK = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]").search
_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]*").fullmatch
_ID_SIGNS = str.maketrans("-.:", "___")


def web_address(address: str) -> str:
    """Refuse whatever a browser could run or that is not a place on the web."""
    if not _WEB(address):
        hint = "write where the page is, for example https://example.org/page"
        if re.match(r"(www\.|[\w-]+(\.[\w-]+)+(/|$))", address):
            hint = f"write https://{address}"
        raise UnfitError("a link must begin with http:// or https://", hint)
    # Control characters and blanks inside an address are how schemes get smuggled past a check.
    if _BLANK(address):
        raise UnfitError(
            "a link must not hold blanks or control characters", "write %20 for a blank"
        )
    return address


def colour(text: str) -> str:
    """Refuse what is no colour of three pairs of hexadecimal digits."""
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", text):
        # An unquoted # begins a comment in YAML.
        raise UnfitError('a colour is written as "#RRGGBB"', 'for example "#D55E00", with quotes')
    return text


def is_id(text: str) -> bool:
    """Whether a text can serve as an id: letters and digits of any script, ``-_.:`` inside."""
    if _PLAIN_ID(text):
        return True
    # str.isidentifier knows the letters, digits and marks of all scripts.
    return text[:1].isalnum() and f"x{text.translate(_ID_SIGNS)}".isidentifier()


def identifier(text: str) -> str:
    """Refuse what cannot serve as an id; see :func:`is_id`."""
    # Asked for every id of a file, and for nearly all of them answered here.
    if not _PLAIN_ID(text) and not is_id(text):
        raise UnfitError(
            "an id holds letters, digits, '-', '_', '.' and ':' and begins with a letter or digit",
            f"write for example {_readable(text)}",
        )
    return text


def _readable(text: str) -> str:
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-") or "my-id"


def picture(text: str) -> str:
    """Refuse what lies elsewhere than beside the file, and what could hold code."""
    parts = re.split(r"[/\\]", text)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text) or not parts[0] or ".." in parts:
        raise UnfitError(
            "a picture lies beside the file or in a folder below it",
            "copy it there and write for example photos/the-hague.jpg",
        )
    if not text.lower().endswith(PICTURES):
        raise UnfitError(
            "a picture is a PNG, JPEG, GIF or WebP file", f"its name ends in {', '.join(PICTURES)}"
        )
    return text


def number(text: str) -> str:
    """Refuse a number without a figure."""
    if not any(sign.isdecimal() for sign in text):
        raise UnfitError(
            "a number is written in figures, with what is counted",
            "write for example number: 17 officers",
        )
    return text
