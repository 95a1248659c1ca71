"""A report as a piece of HTML that can be put into any page.

It runs no script, loads nothing and names no colour: text and lines take the colour of the text
around them, so that a dark page makes a dark report. What the page says about headings, lists or
links is undone inside it, and nothing that it says itself reaches out of it. The ids begin with a
hash of the data, so that two reports may stand on one page.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote

from dashboard import prose
from dashboard.report import content
from dashboard.report.content import Cited, Entry, Note, Report
from dashboard.report.picture import Picture

__all__ = ["CLASS", "fragment"]

#: The class of the outermost element; every rule of the style begins with it.
CLASS = "dateline-report"


def fragment(report: Report, picture: Picture | None = None) -> str:
    """Write a report.

    Args:
        report: What it says.
        picture: A chart, which is carried inside.
    """
    return _Page(f"dl-{report.key}").page(report, picture)


class _Page:
    """Writes a report whose ids begin with the same letters."""

    def __init__(self, key: str) -> None:
        self.key = key

    def page(self, report: Report, picture: Picture | None) -> str:
        title = f"{self.key}-title"
        parts = [
            f'<section class="{CLASS}" id="{self.key}" lang="{escape(report.language)}" '
            f'aria-labelledby="{title}">',
            f"<style>\n{style()}</style>",
            f'<h2 id="{title}" dir="auto">{_text(report.title)}</h2>',
            *_blocks(report.summary),
            "<dl>",
            *(f"<div><dt>{row.name}</dt><dd>{_row(row)}</dd></div>" for row in report.imprint),
            "</dl>",
            f"<p>{_text(report.introduction)}</p>",
            "<ul>",
            *(f"<li><strong>{word}:</strong> {meaning}</li>" for word, meaning in report.evidence),
            "</ul>",
            *([_figure(picture)] if picture else []),
            *(part for year in report.years for part in self.year(year)),
            f'<h3 id="{self.key}-sources">Sources</h3>',
            '<ol class="notes">',
            *(self.note(note, cited=True) for note in report.notes),
            *(self.note(note, cited=False) for note in report.further),
            "</ol>",
            f'<p class="line">{_text(report.line)}</p>',
            "</section>",
        ]
        return "\n".join(parts) + "\n"

    def year(self, year: content.Year) -> Iterable[str]:
        yield f"<h3>{_text(year.name)}</h3>"
        for month in year.months:
            if month.name:
                yield f"<h4>{_text(month.name)}</h4>"
            # No level of headings is left out where there is no month.
            level = 5 if month.name else 4
            for entry in month.entries:
                yield from self.entry(entry, level)

    def entry(self, entry: Entry, level: int) -> Iterable[str]:
        yield f'<article id="{self.event(entry.id)}">'
        yield f'<h{level} class="title" dir="auto">{_text(entry.title)}</h{level}>'
        facts = "".join(f" · <bdi>{_text(fact)}</bdi>" for fact in entry.facts)
        yield f'<p class="when"><strong>{_text(entry.date)}</strong>{facts}</p>'
        yield f"<p><strong>{entry.evidence}:</strong> {_text(entry.reason)}.</p>"
        if entry.support:
            yield f"<p><strong>Support:</strong> {_text(entry.support)}.</p>"
        if entry.public:
            yield f"<p><strong>Became public:</strong> {_text(entry.public)}.</p>"
        for row in entry.contested:
            yield f"<p><strong>{_text(row.name)}:</strong> {_text(row.text)}.</p>"
        yield from _blocks(entry.summary)
        for picture in entry.pictures:
            yield from _blocks(picture)
        if entry.actors:
            yield f"<p><strong>Taking part:</strong> {'; '.join(map(_bdi, entry.actors))}.</p>"
        if entry.groups:
            yield "<ul>"
            for group in entry.groups:
                for account in group.accounts:
                    yield f"<li>{self.account(group.stance, account)}</li>"
            yield "</ul>"
        if entry.voices:
            voices = "; ".join(self.voice(voice) for voice in entry.voices)
            yield f"<p><strong>Sources:</strong> {voices}.</p>"
        if entry.ties:
            yield "<ul>"
            for tie in entry.ties:
                yield f"<li>{self.tie(tie)}</li>"
            yield "</ul>"
        for item in entry.corrections:
            lead = f"<strong>Corrected {_text(item.date)}:</strong>"
            yield _passage(lead, item.text)
        if entry.tags:
            yield f"<p>Tags: {', '.join(map(_bdi, entry.tags))}.</p>"
        yield f'<p class="line">{_permalink(entry)}</p>'
        yield "</article>"

    def event(self, key: str) -> str:
        """The id of an event's element."""
        return escape(f"{self.key}-event-{quote(key, safe='-_.:')}")

    def account(self, stance: str, account: content.Account) -> str:
        lead = f"<strong>{stance}</strong> by {_bdi(account.by)}:"
        quotations = (
            f"<blockquote><p{_lang(words.language)}>“{_text(words.text)}” "
            f'<span lang="en">({_text(words.name)})</span></p></blockquote>'
            for words in account.quotations
        )
        return _passage(lead, account.says, self.marks(account.cited)) + "".join(quotations)

    def voice(self, voice: content.Voice) -> str:
        named = ", ".join(f"{_bdi(cited.note.name)}{self.marks([cited])}" for cited in voice.cited)
        return f"one origin, {_bdi(voice.name)} ({named})" if voice.name else named

    def tie(self, tie: content.Tie) -> str:
        link = f'<a href="#{self.event(tie.event)}">{_bdi(tie.title)}</a>'
        lead = f"<strong>{tie.kind}</strong> {link}, {_text(tie.date)}{':' if tie.reason else ''}"
        return _passage(lead, tie.reason, self.marks(tie.cited))

    def marks(self, cited: Sequence[Cited]) -> str:
        """References to notes, as raised numbers."""
        links = [self.mark(one) for one in cited]
        return f"<sup>{', '.join(links)}</sup>" if links else ""

    def mark(self, cited: Cited) -> str:
        number = cited.note.number
        # The way back leads to the first place only.
        here = f' id="{self.key}-ref-{number}"' if cited.first else ""
        name = escape(f"Source {number}: {cited.note.name}")
        return f'<a href="#{self.key}-note-{number}"{here} aria-label="{name}">{number}</a>'

    def note(self, note: Note, *, cited: bool) -> str:
        name = note.title or ", ".join(note.facts)
        facts = [_text(", ".join(note.facts) + ".")] if note.title else []
        parts = [
            f'<a href="{_address(note.address)}" rel="noopener noreferrer"{_lang(note.language)}>'
            f"{_bdi(name)}</a>{',' if note.title else '.'}",
            *facts,
            f'<span class="address">{_text(note.address)}</span>',
        ]
        if note.archived:
            parts.append(
                f'Archived copy: <a href="{_address(note.archived)}" rel="noopener noreferrer">'
                f'<span class="address">{_text(note.archived)}</span></a>'
            )
        if note.quote:
            parts.append(f"<q{_lang(note.language)}>{_text(note.quote)}</q>")
        if note.remark:
            parts.append(f"Note: {_line(note.remark)}")
        if cited:
            back = f"#{self.key}-ref-{note.number}"
            parts.append(f'<a href="{back}" aria-label="Back to the text">↩</a>')
        number = note.number
        return f'<li id="{self.key}-note-{number}" value="{number}">{" ".join(parts)}</li>'


def _row(row: content.Row) -> str:
    if row.address:
        return f'<a href="{_address(row.address)}">{_text(row.text)}</a>'
    return _text(row.text)


def _permalink(entry: Entry) -> str:
    if entry.link.startswith("#"):
        return f"In the dashboard: <code>{_text(entry.link)}</code>"
    link = _address(entry.link)
    return f'<a href="{link}">Permanent link<span class="address">: {_text(entry.link)}</span></a>'


def _figure(picture: Picture) -> str:
    data = base64.b64encode(picture.data).decode("ascii")
    return (
        f'<figure><img src="data:{escape(picture.kind)};base64,{data}" '
        f'alt="{escape(picture.alt)}"><figcaption>{_text(picture.caption)}</figcaption></figure>'
    )


def _passage(lead: str, blocks: Sequence[prose.Block], tail: str = "") -> str:
    """Prose with words in front of its first line and notes behind its last."""
    parts = _blocks(blocks)
    if not parts:
        return f"<p>{lead}{tail}</p>"
    if isinstance(blocks[0], prose.Paragraph):
        parts[0] = parts[0].replace("<p>", f"<p>{lead} ", 1)
    else:
        parts.insert(0, f"<p>{lead}</p>")
    if isinstance(blocks[-1], prose.Paragraph):
        parts[-1] = parts[-1].removesuffix("</p>") + f"{tail}</p>"
    elif tail:
        parts.append(f"<p>{tail}</p>")
    return "".join(parts)


def _blocks(blocks: Iterable[prose.Block]) -> list[str]:
    return [_block(block) for block in blocks]


def _block(block: prose.Block) -> str:
    match block:
        case prose.Paragraph(children):
            return f"<p>{_line(children)}</p>"
        case prose.Listing(items, ordered):
            tag = "ol" if ordered else "ul"
            entries = "".join(f"<li>{''.join(_blocks(item))}</li>" for item in items)
            return f"<{tag}>{entries}</{tag}>"
        case prose.Quote(children):
            return f"<blockquote>{''.join(_blocks(children))}</blockquote>"
        case prose.CodeBlock(code):
            return f"<pre><code>{_text(code)}</code></pre>"
        case prose.Rule():
            return "<hr>"


def _line(nodes: Iterable[prose.Inline]) -> str:
    return "".join(_inline(node) for node in nodes)


def _inline(node: prose.Inline) -> str:
    match node:
        case prose.Text(text):
            return _text(text)
        case prose.Code(text):
            return f"<code>{_text(text)}</code>"
        case prose.Break():
            return "<br>"
        case prose.Strong(children):
            return f"<strong>{_line(children)}</strong>"
        case prose.Emphasis(children):
            return f"<em>{_line(children)}</em>"
        case prose.Link(address, children):
            link = f'<a href="{_address(address)}" rel="noopener noreferrer">'
            return f"{link}{_line(children)}</a>"


def _text(text: str) -> str:
    return escape(text, quote=False)


def _bdi(text: str) -> str:
    """A name, which may run the other way."""
    return f"<bdi>{_text(text)}</bdi>"


def _address(url: str) -> str:
    return escape(url)


def _lang(language: str | None) -> str:
    return f' lang="{escape(language)}"' if language else ""


# --- Style ----------------------------------------------------------------------------------------

#: Rules by what they are for, below the outermost element; an empty selector is that element.
#: Sizes are relative to the text around the report. Colours are that of the text, or mixed of it.
RULES: tuple[tuple[str, str], ...] = (
    (
        "",
        "all: revert; display: block; box-sizing: border-box; max-width: 46em; margin: 1.5em 0; "
        "line-height: 1.5; text-align: start; overflow-wrap: break-word",
    ),
    # What the page says of elements inside ends here; what is inherited comes from around it.
    (" *", "all: revert"),
    (" *::before", "all: revert"),
    (" *::after", "all: revert"),
    (" style", "display: none"),
    (" h2", "font-size: 1.6em; line-height: 1.2; margin: 0 0 .6em"),
    (
        " h3",
        "font-size: 1.35em; line-height: 1.2; margin: 2em 0 .6em; padding-top: .5em; "
        "border-top: 2px solid currentcolor",
    ),
    (
        " h4:not(.title)",
        "font-size: 1.05em; margin: 1.6em 0 .4em; font-weight: 600; opacity: .8",
    ),
    (" .title", "font-size: 1.15em; line-height: 1.3; margin: 1.4em 0 .2em; font-weight: bold"),
    (" :is(h2, h3, h4, h5)", "break-after: avoid; text-wrap: balance"),
    (" p", "margin: .4em 0"),
    (" :is(ul, ol)", "margin: .4em 0; padding-inline-start: 1.4em"),
    (" li", "margin: .25em 0"),
    (" li > p:first-child", "margin-top: 0"),
    (
        " blockquote",
        "margin: .4em 0; padding-inline-start: .8em; border-inline-start: 3px solid currentcolor",
    ),
    (" a", "color: inherit; text-decoration: underline; text-underline-offset: .15em"),
    (" a:focus-visible", "outline: 2px solid currentcolor; outline-offset: 2px"),
    (" sup", "font-size: .75em; line-height: 0"),
    (" sup a", "text-decoration: none; padding: 0 .1em"),
    (" sup a:is(:hover, :focus-visible)", "text-decoration: underline"),
    (" :is(code, pre)", "font-size: .9em; overflow-wrap: anywhere"),
    (" pre", "white-space: pre-wrap"),
    (" dl", "margin: .8em 0; font-size: .9em"),
    (" dl div", "display: grid; grid-template-columns: 7em minmax(0, 1fr); gap: 0 1em"),
    (" dt", "font-weight: 600"),
    (" dd", "margin: 0; overflow-wrap: anywhere"),
    (" figure", "margin: 1em 0"),
    (" img", "max-width: 100%; height: auto; background: #fff"),
    (" figcaption", "font-size: .85em"),
    (" .when", "margin-top: 0"),
    (" .notes", "font-size: .85em; padding-inline-start: 2.4em"),
    (" .address", "overflow-wrap: anywhere; opacity: .8"),
    (" .line", "font-size: .85em; overflow-wrap: anywhere; opacity: .8"),
    (" a .address", "opacity: 1"),
    (" article", "break-inside: auto"),
    (" :target", "outline: 2px solid currentcolor; outline-offset: 4px"),
)

#: Weighs more than rules of a page that begin with an id, and asks for nothing.
_WEIGHT = ":not(#_#_)"


def style() -> str:
    """The rules of the report and of nothing else."""
    return "".join(f".{CLASS}{_WEIGHT}{where} {{ {what} }}\n" for where, what in RULES)
