"""A report as a Word document: headings, real footnotes, links, and styles with names.

A source that is cited again is referred to by a field that shows the number of its footnote and
leads there, so that the numbers stay right when somebody edits the document.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from dashboard import prose
from dashboard.report import content, ooxml, word_styles
from dashboard.report.content import Cited, Entry, Note, Report
from dashboard.report.picture import Picture
from dashboard.when import local_ms

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph

    Runs = list[BaseOxmlElement]

__all__ = ["word"]

#: The moment that files of a document bear whose edition has no date, and the parts of all.
_EPOCH = datetime(1980, 1, 1)
#: Milliseconds.
DAY = 86_400_000
#: The greatest height of a picture, in millimetres: it leaves room for a caption on its page.
_HIGHEST = 210
#: Days by their number since the year 1: the first and last that a document can bear.
_1970 = date(1970, 1, 1).toordinal()
_FIRST, _LAST = _EPOCH.toordinal(), date(9999, 12, 31).toordinal()


def word(report: Report, picture: Picture | None = None) -> bytes:
    """Write a report.

    Args:
        report: What it says.
        picture: A chart as PNG, which is carried inside.

    Raises:
        ImportError: Without python-docx, which the extra ``office`` brings.
    """
    import docx

    document = docx.Document()
    word_styles.dress(document, report.language)
    _describe(document, report)
    _Writer(document).write(report, picture)
    out = io.BytesIO()
    document.save(out)
    return _same_bytes(out.getvalue())


def _describe(document: Document, report: Report) -> None:
    about = document.core_properties
    made = _EPOCH
    if report.date:
        day = local_ms(report.date.start, report.date.zone) // DAY
        made = datetime.fromordinal(max(_FIRST, min(_1970 + day, _LAST)))
    about.title, about.author = report.title[:255], (report.author or "")[:255]
    about.subject, about.comments = "", report.line[:255]
    about.language, about.keywords = report.language[:255], ""
    about.last_modified_by, about.revision = (report.author or "")[:255], 1
    about.created = about.modified = made


class _Writer:
    """Writes a report into a document with our styles."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.part: Part = document.part
        self.notes = ooxml.add_footnotes(document)
        self.marks: dict[str, str] = {}
        self.numbered = 0

    def write(self, report: Report, picture: Picture | None) -> None:
        self.marks = {entry.id: f"event_{n}" for n, entry in enumerate(report.entries, 1)}
        self.paragraph("Title", [ooxml.run(report.title)])
        self.blocks(report.summary)
        for row in report.imprint:
            value = [ooxml.run(row.text)]
            runs = self.web(row.address, row.text) if row.address else value
            self.paragraph("Dateline Facts", [ooxml.run(f"{row.name}: ", bold=True), *runs])
        self.paragraph("Dateline Introduction", [ooxml.run(report.introduction)])
        for name, meaning in report.evidence:
            self.paragraph("List Bullet", [ooxml.run(f"{name}: ", bold=True), ooxml.run(meaning)])
        if picture:
            self.picture(picture)
        for year in report.years:
            self.paragraph("Heading 1", [ooxml.run(year.name)])
            for month in year.months:
                if month.name:
                    self.paragraph("Heading 2", [ooxml.run(month.name)])
                for entry in month.entries:
                    self.entry(entry)
        if report.further:
            self.paragraph("Heading 1", [ooxml.run("Further sources")])
            for note in report.further:
                number = [ooxml.run(f"{note.number}. ")]
                self.paragraph("Normal", [*number, *self.note(self.part, note)])
        self.footer(report)

    def entry(self, entry: Entry) -> None:
        heading = ooxml.run(entry.title)
        self.paragraph("Heading 3", self.bookmark(self.marks[entry.id], heading))
        facts = "".join(f" · {fact}" for fact in entry.facts)
        self.paragraph("Dateline Date", [ooxml.run(entry.date, bold=True), ooxml.run(facts)])
        self.labelled(entry.evidence, f"{entry.reason}.", "Dateline Evidence")
        if entry.support:
            self.labelled("Support", f"{entry.support}.", "Dateline Evidence")
        if entry.public:
            self.labelled("Became public", f"{entry.public}.", "Dateline Evidence")
        for row in entry.contested:
            self.labelled(row.name, f"{row.text}.", "Dateline Evidence")
        self.blocks(entry.summary)
        for picture in entry.pictures:
            self.blocks(picture)
        if entry.actors:
            self.labelled("Taking part", f"{'; '.join(entry.actors)}.")
        for group in entry.groups:
            for account in group.accounts:
                self.account(group.stance, account)
        if entry.voices:
            runs = [ooxml.run("Sources: ", bold=True)]
            for number, voice in enumerate(entry.voices):
                runs += [*([ooxml.run("; ")] if number else []), *self.voice(voice)]
            self.paragraph("Dateline Sources", [*runs, ooxml.run(".")])
        for tie in entry.ties:
            self.tie(tie)
        for item in entry.corrections:
            self.passage("Normal", [ooxml.run(f"Corrected {item.date}: ", bold=True)], item.text)
        if entry.tags:
            self.paragraph("Dateline Link", [ooxml.run(f"Tags: {', '.join(entry.tags)}")])
        self.permalink(entry)

    # Parts of an entry

    def account(self, stance: str, account: content.Account) -> None:
        lead = [ooxml.run(stance, bold=True), ooxml.run(f" by {account.by}: ")]
        self.passage("List Bullet", lead, account.says, self.cite(account.cited))
        for quotation in account.quotations:
            words = ooxml.run(f"“{quotation.text}”", language=quotation.language)
            self.paragraph("Quote", [words, ooxml.run(f" ({quotation.name})")])

    def voice(self, voice: content.Voice) -> Runs:
        runs: Runs = []
        for number, cited in enumerate(voice.cited):
            runs += [ooxml.run(f"{', ' if number else ''}{cited.note.name}"), *self.cite([cited])]
        if voice.name:
            return [ooxml.run(f"one origin, {voice.name} ("), *runs, ooxml.run(")")]
        return runs

    def tie(self, tie: content.Tie) -> None:
        title = ooxml.run(tie.title, style="Hyperlink")
        lead = [
            ooxml.run(tie.kind, bold=True),
            ooxml.run(" "),
            *ooxml.link(self.part, f"#{self.marks[tie.event]}", [title]),
            ooxml.run(f", {tie.date}{': ' if tie.reason else ''}"),
        ]
        self.passage("List Bullet", lead, tie.reason, self.cite(tie.cited))

    def permalink(self, entry: Entry) -> None:
        if entry.link.startswith("#"):
            runs = [ooxml.run("In the dashboard: "), ooxml.run(entry.link)]
        else:
            runs = [ooxml.run("Permanent link: "), *self.web(entry.link, entry.link)]
        self.paragraph("Dateline Link", runs)

    # Notes

    def cite(self, cited: Sequence[Cited]) -> Runs:
        runs: Runs = []
        for one in cited:
            if runs:
                runs.append(ooxml.run(",\N{NO-BREAK SPACE}", style="FootnoteReference"))
            number = one.note.number
            # Names that begin with an underscore are hidden from the list of bookmarks.
            name = f"_RefNote{number}"
            if one.first:
                ooxml.note(self.notes, number, self.note(self.notes, one.note))
                runs += self.bookmark(name, ooxml.footnote(number))
            else:
                code = f"NOTEREF {name} \\f \\h"
                runs += ooxml.field(code, str(number), style="FootnoteReference")
        return runs

    def note(self, part: Part, note: Note) -> Runs:
        title = [ooxml.run(f"“{note.title}”", language=note.language)] if note.title else []
        runs = [*title, ooxml.run(f"{', ' if title else ''}{', '.join(note.facts)}. ")]
        runs += self.web(note.address, note.address, part)
        if note.archived:
            runs += [ooxml.run(". Archived copy: "), *self.web(note.archived, note.archived, part)]
        if note.quote:
            runs += [ooxml.run(" "), ooxml.run(f"“{note.quote}”", language=note.language)]
        if note.remark:
            runs += [ooxml.run(" Note: "), *self.line(note.remark, part)]
        return runs

    # Paragraphs

    def labelled(self, label: str, text: str, style: str = "Normal") -> None:
        self.paragraph(style, [ooxml.run(f"{label}: ", bold=True), ooxml.run(text)])

    def passage(
        self, style: str, lead: Runs, blocks: Sequence[prose.Block], tail: Runs | None = None
    ) -> None:
        """Prose with words in front of its first line and notes behind its last."""
        first, last = (blocks[0], blocks[-1]) if blocks else (None, None)
        rest = list(blocks)
        if isinstance(first, prose.Paragraph):
            lead = lead + self.line(first.children)
            rest = rest[1:]
        glued = isinstance(last, prose.Paragraph)
        if not rest:
            self.paragraph(style, lead + (tail or []))
            return
        self.paragraph(style, lead)
        end = rest.pop() if glued else None
        self.blocks(rest, "Dateline Numbered")
        if isinstance(end, prose.Paragraph):
            self.paragraph("Dateline Numbered", self.line(end.children) + (tail or []))
        elif tail:
            self.paragraph("Dateline Numbered", tail)

    def blocks(self, blocks: Iterable[prose.Block], style: str = "Normal") -> None:
        for block in blocks:
            self.block(block, style)

    def block(self, block: prose.Block, style: str) -> None:
        match block:
            case prose.Paragraph(children):
                self.paragraph(style, self.line(children))
            case prose.Listing(items, ordered):
                for number, item in enumerate(items, 1):
                    self.item(f"{number}. " if ordered else "", item, style)
            case prose.Quote(children):
                self.blocks(children, "Quote")
            case prose.CodeBlock(code):
                self.paragraph(word_styles.CODE, [ooxml.run(code.rstrip("\n"))])
            case prose.Rule():
                self.paragraph(style, [ooxml.run("* * *")])

    def item(self, number: str, blocks: Sequence[prose.Block], style: str) -> None:
        """An entry of a list. Numbers are written out: Word would count on from list to list."""
        bullet = "List Bullet" if style == "Normal" else "List Bullet 2"
        lead = [ooxml.run(number)] if number else []
        self.passage("Dateline Numbered" if number else bullet, lead, blocks)

    def paragraph(self, style: str, runs: Runs) -> Paragraph:
        made = self.document.add_paragraph(style=style)
        for run in runs:
            made._p.append(run)
        return made

    def picture(self, picture: Picture) -> None:
        from docx.shared import Length, Mm

        section = self.document.sections[0]
        # All three are set (see the styles).
        room = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
        shape = self.document.add_picture(io.BytesIO(picture.data), width=room)
        if shape.height > Mm(_HIGHEST):
            shape.width = Length(shape.width * Mm(_HIGHEST) // shape.height)
            shape.height = Mm(_HIGHEST)
        shape._inline.docPr.set("descr", picture.alt)
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        self.paragraph("Caption", [ooxml.run(picture.caption)])

    def footer(self, report: Report) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT

        section = self.document.sections[0]
        made = section.footer.paragraphs[0]
        room = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
        stops = made.paragraph_format.tab_stops
        stops.add_tab_stop(room, WD_TAB_ALIGNMENT.RIGHT)
        for run in [ooxml.run(f"{report.line}\t"), *ooxml.field("PAGE", "1")]:
            made._p.append(run)

    # Lines

    def line(
        self,
        nodes: Iterable[prose.Inline],
        part: Part | None = None,
        *,
        bold: bool = False,
        italic: bool = False,
    ) -> Runs:
        runs: Runs = []
        for node in nodes:
            match node:
                case prose.Text(text):
                    runs.append(ooxml.run(text, bold=bold, italic=italic))
                case prose.Code(text):
                    runs.append(ooxml.run(text, style="DatelineTyped", bold=bold, italic=italic))
                case prose.Break():
                    runs.append(ooxml.run("\n"))
                case prose.Strong(children):
                    runs += self.line(children, part, bold=True, italic=italic)
                case prose.Emphasis(children):
                    runs += self.line(children, part, bold=bold, italic=True)
                case prose.Link(address, children):
                    shown = "".join(_words(children))
                    linked = ooxml.run(shown, style="Hyperlink", bold=bold, italic=italic)
                    runs += ooxml.link(part or self.part, address, [linked])
        return runs

    def web(self, address: str, text: str, part: Part | None = None) -> Runs:
        run = ooxml.run(text, style="Hyperlink")
        return ooxml.link(part or self.part, address, [run])

    def bookmark(self, name: str, *inside: BaseOxmlElement) -> Runs:
        self.numbered += 1
        return ooxml.bookmark(self.numbered, name, *inside)


def _words(nodes: Iterable[prose.Inline]) -> Iterable[str]:
    """The words of a link, which has one look."""
    for node in nodes:
        match node:
            case prose.Text(text) | prose.Code(text):
                yield text
            case prose.Break():
                yield "\n"
            case prose.Strong(children) | prose.Emphasis(children) | prose.Link(_, children):
                yield from _words(children)


def _same_bytes(data: bytes) -> bytes:
    """The same package with the same times in it, whenever it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return out.getvalue()
