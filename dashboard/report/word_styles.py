"""How a report looks in Word: named styles, so that a house template can take them over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import CharacterStyle, ParagraphStyle

__all__ = ["BODY", "CODE", "MONO", "dress"]

BODY, MONO = "Calibri", "Courier New"
#: The style of lines as typed on a machine.
CODE = "Dateline Code"
_STYLE_ID = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}styleId"
_INK, _QUIET, _LINK = "1A1F26", "55606E", "0B5394"


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style. Sizes and spaces are in points.

    Attributes:
        name: As Word calls it.
        size: Of the letters.
        before: Space above.
        after: Space below.
        bold: Whether it is bold.
        colour: Hexadecimal digits.
        keep: Whether it stays on the page of the paragraph after it.
        indent: From the left.
        font: Of the letters.
        base: The style that a new one is based on.
    """

    name: str
    size: float
    before: float = 0
    after: float = 6
    bold: bool = False
    colour: str = _INK
    keep: bool = False
    indent: float | None = None
    font: str = BODY
    base: str = "Normal"


LOOKS = (
    Look("Normal", 10.5),
    Look("Title", 24, after=10, bold=True, keep=True),
    Look("Heading 1", 20, before=26, after=4, bold=True, keep=True),
    Look("Heading 2", 13, before=14, after=2, bold=True, colour=_QUIET, keep=True),
    Look("Heading 3", 12.5, before=14, after=1, bold=True, keep=True),
    Look("Dateline Date", 10.5, after=4, keep=True),
    Look("Dateline Evidence", 10.5, after=4),
    Look("Dateline Sources", 10.5, before=4, after=4),
    Look("Dateline Facts", 9.5, after=1, colour=_QUIET),
    Look("Dateline Introduction", 10.5, before=8),
    Look("Dateline Link", 9, after=2, colour=_QUIET),
    Look("Dateline Numbered", 10.5, after=3, indent=18),
    Look("List Bullet", 10.5, after=3),
    Look("List Bullet 2", 10.5, after=3),
    Look("Quote", 10.5, after=4, colour=_QUIET, indent=24),
    Look(CODE, 9.5, after=6, indent=12, font=MONO),
    Look("Caption", 9, after=10, colour=_QUIET),
    Look("Footer", 8, after=0, colour=_QUIET),
    Look("footnote text", 8.5, after=1),
)


def dress(document: Document, language: str) -> None:
    """Set page, styles and language of an empty document."""
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(22), Mm(22)
    for look in LOOKS:
        _paragraphs(document, look)
    _letters(document)
    _speak(document, language)


def _paragraphs(document: Document, look: Look) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    names = {style.name for style in document.styles}
    style: ParagraphStyle
    if look.name in names:
        style = document.styles[look.name]
    else:
        own = look.name.startswith("Dateline ")
        style = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH, builtin=not own)
        style.base_style = document.styles[look.base]
        _identify(style)
    style.hidden, style.quick_style = False, True
    _font(style, look.font)
    style.font.size, style.font.bold = Pt(look.size), look.bold
    style.font.italic = False
    style.font.color.rgb = RGBColor.from_string(look.colour)
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.line_spacing = 1.1
    form.keep_with_next, form.widow_control = look.keep, True
    if look.indent is not None:
        form.left_indent = Pt(look.indent)
    if look.name == "Title":
        # The template draws a line below it.
        for border in style.element.xpath("./w:pPr/w:pBdr"):
            border.getparent().remove(border)


def _letters(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import RGBColor

    raised = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    raised.font.superscript = True
    _identify(raised)
    linked = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    linked.font.underline = True
    linked.font.color.rgb = RGBColor.from_string(_LINK)
    typed = document.styles.add_style("Dateline Typed", WD_STYLE_TYPE.CHARACTER)
    _font(typed, MONO)


def _identify(style: ParagraphStyle | CharacterStyle) -> None:
    """Call a style by its name in capitals without blanks, as Word does with its own."""
    words = style.name.split() if style.name else []
    style.element.set(_STYLE_ID, "".join(word[:1].upper() + word[1:] for word in words))


def _font(style: ParagraphStyle | CharacterStyle, name: str) -> None:
    """Set a font for all scripts; the template names fonts by theme, which would win."""
    from docx.oxml.ns import qn

    style.font.name = name
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), name)


def _speak(document: Document, language: str) -> None:
    """Set the language for spelling and screen readers."""
    from docx.oxml.ns import qn

    for found in document.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), language)
