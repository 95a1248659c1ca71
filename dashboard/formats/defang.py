"""Records of security tools on their way into a text: they stay text, and nobody can follow them.

What comes out of a log or a threat report may be hostile. It is shown as code, in which nothing
means anything, and an address that was noted as an indicator is *defanged*, as analysts do it:
``hxxp://bad[.]example``.
"""

from __future__ import annotations

import re

from dashboard.formats.markdown_text import escape, line

__all__ = ["code", "code_block", "defang", "defang_host", "harmless", "headline"]

#: Characters of a title at most; what is longer is a text.
LONGEST_TITLE = 200

#: Scheme and host of an address. The host ends where a path, a port or a blank begins.
_ADDRESS = re.compile(r"\b(https?|ftps?)://([^\s/?#'\"<>)\]]+)", re.IGNORECASE)


def defang(text: str) -> str:
    """Make the web addresses in a text such that nobody can follow them by accident.

    ``http`` becomes ``hxxp``, ``ftp`` becomes ``fxp``, and the dots of the host stand in brackets.
    The path stays, so that the text can still be searched for it.
    """
    return _ADDRESS.sub(
        lambda found: f"{_SCHEMES[found[1].lower()]}://{defang_host(found[2])}", text
    )


_SCHEMES = {"http": "hxxp", "https": "hxxps", "ftp": "fxp", "ftps": "fxps"}


def defang_host(text: str) -> str:
    """The same for a bare host name or IP address: ``bad.example`` gives ``bad[.]example``."""
    return text if "[.]" in text else text.replace(".", "[.]")


def harmless(text: str) -> str:
    """A bare text as Markdown that shows it as it is, with its addresses defanged."""
    # A full stop in brackets is no link: what it could refer to is escaped.
    return escape(defang(text)).replace(r"\[.\]", "[.]")


def headline(text: str, longest: int = LONGEST_TITLE) -> str:
    """A text as a title: on one line, and cut with ``…`` when it is longer than ``longest``."""
    # The first characters are enough: a log line may hold a megabyte.
    short = line(text[: 4 * longest])
    if len(short) <= longest and len(text) <= 4 * longest:
        return short
    head, _, _ = short[:longest].rpartition(" ")
    return f"{(head or short)[: longest - 1].rstrip()}…"


def code(text: str) -> str:
    """A text as Markdown code on one line; empty when there is nothing in it."""
    short = line(text)
    if not short:
        return ""
    fence = "`" * (_longest_run(short) + 1)
    # A blank on both sides is taken away again (CommonMark 6.1) and keeps a ` from joining.
    pad = " " if short.startswith("`") or short.endswith("`") else ""
    return f"{fence}{pad}{short}{pad}{fence}"


def code_block(text: str) -> str:
    """A text of several lines as a Markdown block of code."""
    # Blanks stay, as a log aligns with them; what no text holds goes.
    lines = ["".join(filter(str.isprintable, one.expandtabs())).rstrip() for one in _lines(text)]
    fence = "`" * max(3, _longest_run(text) + 1)
    return "\n".join([fence, *lines, fence])


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
