"""How wide a text is, without asking a browser, and how to shorten one.

The widths are advances in thousandths of the font size. Each is the wider of the metrics of the
two families that most systems fall back to for ``sans-serif``: Arial (and Helvetica, Liberation
Sans, which share its metrics) and DejaVu Sans (and Verdana, which is about as wide). A label that
fits by this table therefore fits with the font that a reader happens to have.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

__all__ = ["clean", "isolate", "shorten", "text_width"]

#: Printable ASCII from the blank (U+0020) to the tilde (U+007E), thousandths of the font size.
_ASCII = (
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337,
    636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 556,
    1015, 684, 686, 722, 770, 667, 611, 778, 752, 295, 500, 667, 557, 863, 748, 787,
    667, 787, 722, 667, 611, 732, 684, 989, 685, 667, 685, 390, 337, 390, 838, 556,
    500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,
    635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
)  # fmt: skip

#: Signs that texts use often and that are far from the width of a letter.
_SIGNS = {
    "\u00a0": 318, "\u2013": 556, "\u2014": 1000, "\u2018": 318, "\u2019": 318, "\u201c": 518,
    "\u201d": 518, "\u201e": 518, "\u2026": 1000, "\u00b7": 333, "\u2192": 1000, "\u2260": 838,
    "\u00ab": 612, "\u00bb": 612, "\u00df": 630, "\u00e6": 982, "\u00c6": 1000, "\u0153": 1023,
    "\u0152": 1070, "\u00f8": 612, "\u00d8": 787, "\u0131": 278, "\u0142": 284, "\u00b0": 500,
    "\u20ac": 636, "\u2009": 200, "\u202f": 200, "\u2011": 361,
}  # fmt: skip

#: Greek letters from Alpha (U+0391) to small omega (U+03C9).
_GREEK = (
    684, 686, 557, 684, 667, 685, 752, 787, 295, 667, 684, 863, 748, 650, 787, 752,
    667, 0, 632, 611, 667, 798, 685, 835, 764, 295, 667, 659, 541, 634, 338, 579,
    659, 638, 592, 612, 541, 544, 634, 612, 338, 589, 592, 636, 559, 558, 612, 690,
    635, 587, 634, 602, 579, 660, 578, 713, 837,
)  # fmt: skip

#: Cyrillic letters from A (U+0410) to small ya (U+044F).
_CYRILLIC = (
    684, 686, 686, 610, 781, 667, 1077, 641, 748, 748, 710, 752, 863, 752, 787, 752,
    667, 722, 611, 635, 861, 685, 776, 686, 1069, 1094, 833, 885, 686, 719, 1080, 722,
    613, 617, 589, 525, 691, 615, 901, 532, 650, 650, 604, 639, 754, 654, 612, 654,
    635, 550, 583, 592, 855, 592, 681, 591, 915, 942, 707, 790, 589, 549, 842, 602,
)  # fmt: skip

_ALPHABETS = ((0x20, _ASCII), (0x391, _GREEK), (0x410, _CYRILLIC))

#: Whole blocks, as (first code point, last code point, width): the 90th percentile or above.
_BLOCKS = (
    (0x00A0, 0x024F, 700),  # Latin letters without a decomposition
    (0x0250, 0x036F, 640),
    (0x0370, 0x03FF, 790),  # Greek
    (0x0400, 0x052F, 780),  # Cyrillic
    (0x0530, 0x058F, 800),  # Armenian
    (0x0590, 0x05FF, 600),  # Hebrew
    (0x0600, 0x08FF, 780),  # Arabic and its neighbours, which join and so grow narrower
    (0x0900, 0x0DFF, 900),  # The scripts of India
    (0x0E00, 0x0E7F, 680),  # Thai
    (0x2000, 0x206F, 840),
)

#: Anything else: as wide as the font is high.
_FULL = 1000
#: East Asian wide signs and pictures; some picture fonts are a quarter wider than high.
_WIDE = 1000
_PICTURE = 1300

#: Directional marks, embeddings, overrides and isolates, and the joiners: drawn as nothing.
_BIDI_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_REORDERS = re.compile(
    f"[{_BIDI_CONTROLS}\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff"
    "\U0001e800-\U0001efff]"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\ufeff\ufff9-\ufffb\ud800-\udfff]")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"

ELLIPSIS = "\u2026"


@lru_cache(maxsize=4096)
def _advance(sign: str) -> int:
    """The width of one character in thousandths of the font size."""
    code = ord(sign)
    for first, widths in _ALPHABETS:
        if first <= code < first + len(widths):
            return widths[code - first]
    if sign in _SIGNS:
        return _SIGNS[sign]
    if unicodedata.category(sign) in ("Mn", "Me", "Cf", "Cc", "Cs"):
        return 0
    if code >= 0x1F000 or 0x2600 <= code <= 0x27BF or 0x2B00 <= code <= 0x2BFF:
        return _PICTURE
    if _is_wide(sign):
        return _WIDE
    base = unicodedata.normalize("NFD", sign)[0]
    if base != sign:
        return _advance(base)
    return next((width for first, last, width in _BLOCKS if first <= code <= last), _FULL)


def _is_wide(sign: str) -> bool:
    """Whether a sign of East Asia fills a square; pictures do too, but often several make one."""
    picture = 0x1F000 <= ord(sign) < 0x20000
    return not picture and unicodedata.east_asian_width(sign) in ("W", "F")


def text_width(text: str, size: float = 12) -> float:
    """Estimate how wide a text is drawn.

    Args:
        text: One line.
        size: The font size in pixels.

    Returns:
        Pixels; a little too much rather than too little.
    """
    return sum(map(_advance, text)) * size / 1000


def clean(text: str) -> str:
    """Make one line: blanks collapsed, control characters dropped."""
    return " ".join(_CONTROLS.sub("", text).split())


def shorten(text: str, limit: int = 42) -> str:
    """Cut a line at the end of a word and say so with an ellipsis.

    Args:
        text: One line.
        limit: The most characters to return, the ellipsis included; those of East Asia that are
            twice as wide as letters count twice.
    """
    columns = [*accumulate(2 if _is_wide(sign) else 1 for sign in text)]
    if not columns or columns[-1] <= limit:
        return text
    end = bisect_right(columns, limit - 1)
    head = text[:end]
    if not text[end].isspace():
        at = head.rfind(" ")
        # A word that fills most of the line is cut inside; half a line would say too little.
        head = head[:at] if at >= (end + 1) // 2 else _whole_signs(head, text)
    return head.rstrip(" ,;:.\u2013\u2014-(/") + ELLIPSIS


def _whole_signs(head: str, text: str) -> str:
    """Take back what would separate a letter from its accents, or the parts of an emoji."""
    end = len(head)
    while end > 1 and (
        unicodedata.category(text[end])[0] == "M" or "\u200d" in text[end - 1 : end + 1]
    ):
        end -= 1
    return head[:end]


def isolate(text: str) -> str:
    """Keep a text that runs from right to left from reordering what stands beside it.

    Wraps it in FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (Unicode Standard Annex 9, section
    2.4.2), with as many pops before as it leaves isolates open. Other texts are returned as they
    are.
    """
    if not _REORDERS.search(text):
        return text
    return f"{_ISOLATE}{_balanced(text)}{_END_ISOLATE}"


def _balanced(text: str) -> str:
    """Drop closing isolates without an opening one and close those that stay open."""
    depth = 0
    kept: list[str] = []
    for sign in text:
        if sign in "\u2066\u2067\u2068":
            depth += 1
        elif sign == _END_ISOLATE:
            if not depth:
                continue
            depth -= 1
        kept.append(sign)
    return "".join(kept) + _END_ISOLATE * depth
