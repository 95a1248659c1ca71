"""A report as Markdown that pandoc, Quarto and GitHub read the same way.

Beyond CommonMark only two things are used, which all three know: a YAML block with title, author
and date, and footnotes. A footnote is referred to once, where its source is cited first, because
pandoc makes a new one of every reference; later places name its number and link to the source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from urllib.parse import quote

from dashboard import prose
from dashboard.report import content
from dashboard.report.content import Cited, Entry, Note, Report
from dashboard.report.phrases import described
from dashboard.report.picture import Picture

__all__ = ["address", "markdown", "text"]


def markdown(report: Report, picture: Picture | None = None) -> str:
    """Write a report.

    Args:
        report: What it says.
        picture: A chart that lies beside the file, under the name that the text refers to.
    """
    parts = [
        _header(report),
        *_blocks(report.summary),
        _list([f"{row.name}: {_linked(row)}" for row in report.imprint]),
        text(report.introduction, start=True),
        _list([f"**{word}:** {text(meaning)}" for word, meaning in report.evidence]),
        *([f"![{text(picture.caption)}]({address(picture.name)})"] if picture else []),
    ]
    for year in report.years:
        parts.append(f"# {text(year.name)}")
        for month in year.months:
            if month.name:
                parts.append(f"## {text(month.name)}")
            for entry in month.entries:
                parts += _entry(entry)
    if report.further:
        parts += ["# Further sources", _list([_note(note) for note in report.further])]
    parts += [f"[^{note.number}]: {_note(note)}" for note in report.notes]
    return "\n\n".join(part for part in parts if part) + "\n"


def _header(report: Report) -> str:
    fields = {
        "title": text(report.title),
        "author": text(report.author) if report.author else None,
        "date": text(report.date.display()) if report.date else None,
        "lang": report.language,
    }
    # A JSON text is a YAML text too, whatever it holds.
    lines = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items() if value
    ]
    return "\n".join(["---", *lines, "---"])


def _linked(row: content.Row) -> str:
    return f"<{address(row.address)}>" if row.address else text(row.text)


def _entry(entry: Entry) -> Iterable[str]:
    yield f"### {text(entry.title)}"
    yield " · ".join([f"**{text(entry.date)}**", *map(text, entry.facts)])
    verdict = [f"**{entry.evidence}:** {text(entry.reason)}."]
    if entry.support:
        verdict.append(f"Support: {text(entry.support)}.")
    if entry.public:
        verdict.append(f"Became public {text(entry.public)}.")
    verdict += [f"{text(row.name)}: {text(row.text)}." for row in entry.contested]
    yield " ".join(verdict)
    yield from _blocks(entry.summary)
    for picture in entry.pictures:
        yield from _blocks(picture)
    if entry.actors:
        yield f"Taking part: {'; '.join(map(text, entry.actors))}."
    accounts = [
        _item(
            f"**{group.stance}** by {text(account.by)}:",
            account.says,
            _notes(account.cited),
            [_quotation(quotation) for quotation in account.quotations],
        )
        for group in entry.groups
        for account in group.accounts
    ]
    yield "\n".join(accounts)
    if entry.voices:
        yield f"Sources: {'; '.join(_voice(voice) for voice in entry.voices)}."
    ties = [
        _item(
            f"**{tie.kind}** {_to(tie)}, {text(tie.date)}{':' if tie.reason else ''}",
            tie.reason,
            _notes(tie.cited),
        )
        for tie in entry.ties
    ]
    yield "\n".join(ties)
    corrections = [_item(f"Corrected {text(item.date)}:", item.text) for item in entry.corrections]
    yield "\n".join(corrections)
    if entry.tags:
        yield f"Tags: {', '.join(map(text, entry.tags))}."
    yield _permalink(entry)


def _to(tie: content.Tie) -> str:
    title = text(tie.title)
    return f"[{title}]({address(tie.address)})" if tie.address else f"*{title}*"


def _quotation(quotation: content.Quotation) -> str:
    return f"> “{text(quotation.text)}” ({text(quotation.name)})"


def _voice(voice: content.Voice) -> str:
    named = ", ".join(f"{text(cited.note.name)}{_mark(cited)}" for cited in voice.cited)
    return f"one origin, {text(voice.name)} ({named})" if voice.name else named


def _mark(cited: Cited) -> str:
    if cited.first:
        return f"[^{cited.note.number}]"
    return f" (note [{cited.note.number}]({address(cited.note.address)}))"


def _notes(cited: Sequence[Cited]) -> str:
    """Notes after a sentence: new ones as footnotes, known ones by their number."""
    new = " ".join(f"[^{one.note.number}]" for one in cited if one.first)
    known = [f"[{one.note.number}]({address(one.note.address)})" for one in cited if not one.first]
    if not known:
        return new
    noun = "note" if len(known) == 1 else "notes"
    return f"{new} ({'also ' if new else ''}{noun} {', '.join(known)})"


def _permalink(entry: Entry) -> str:
    if entry.link.startswith("#"):
        return f"In the dashboard: `{entry.link}`"
    return f"Permanent link: {_followed(entry.link)}"


def _note(note: Note) -> str:
    return described(note, text, _followed, _line)


def _followed(target: str) -> str:
    return f"<{address(target)}>"


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


# --- Prose ----------------------------------------------------------------------------------------


def _item(
    lead: str,
    blocks: Sequence[prose.Block],
    tail: str = "",
    after: Sequence[str] = (),
) -> str:
    """An entry of a list: words in front, prose, notes behind its last line, and more blocks."""
    parts = _blocks(blocks)
    first = blocks[0] if blocks else None
    if isinstance(first, prose.Paragraph):
        # The line no longer begins with what the prose begins with.
        parts[0] = f"{lead} {_line(first.children)}"
    else:
        parts.insert(0, lead)
    if tail:
        glued = len(parts) == 1 or isinstance(blocks[-1], prose.Paragraph)
        if glued:
            parts[-1] += tail
        else:
            parts.append(tail.lstrip())
    body = "\n\n".join([*parts, *after])
    return f"- {_indented(body, '  ')}"


def _indented(block: str, by: str) -> str:
    return re.sub(r"\n(?=[^\n])", f"\n{by}", block)


def _blocks(blocks: Iterable[prose.Block]) -> list[str]:
    return [_block(block) for block in blocks]


def _block(block: prose.Block) -> str:
    match block:
        case prose.Paragraph(children):
            return _line(children, start=True)
        case prose.Listing(items, ordered, tight):
            marks = [f"{number}. " if ordered else "- " for number in range(1, len(items) + 1)]
            entries = [
                mark + _indented("\n\n".join(_blocks(item)), " " * len(mark))
                for mark, item in zip(marks, items, strict=True)
            ]
            return ("\n" if tight else "\n\n").join(entries)
        case prose.Quote(children):
            inside = "\n\n".join(_blocks(children))
            return "\n".join(f"> {line}".rstrip() for line in inside.split("\n"))
        case prose.CodeBlock(code):
            fence = "`" * max(3, _longest_run(code) + 1)
            return f"{fence}\n{code.rstrip(chr(10))}\n{fence}"
        case prose.Rule():
            return "* * *"


def _line(nodes: Iterable[prose.Inline], *, start: bool = False, inside: str = "") -> str:
    """A line of a paragraph.

    Args:
        nodes: What it holds.
        start: Whether it stands where a line begins, so that its first sign could be a mark.
        inside: The marks that it stands between already; the same a second time would close them.
    """
    parts: list[str] = []
    nodes = tuple(nodes)
    for node, following in zip_longest(nodes, nodes[1:]):
        before = parts[-1][-2:] if parts else ""
        match node:
            case prose.Text(words):
                begins = start and (not parts or parts[-1] == _BREAK)
                parts.append(text(words, start=begins))
            case prose.Code(code):
                parts.append(_code(code))
            case prose.Break():
                parts.append(_BREAK)
            case prose.Strong(children) | prose.Emphasis(children):
                mark = "**" if isinstance(node, prose.Strong) else "*"
                marked = _line(children, inside=inside + _KINDS[mark])
                holds = _KINDS[mark] not in inside and _stands(before, marked, _first(following))
                parts.append(f"{mark}{marked}{mark}" if holds else marked)
            case prose.Link(target, children):
                parts.append(f"[{_line(children, inside=inside)}]({address(target)})")
    return "".join(parts)


_BREAK = "\\\n"
_KINDS = {"**": "s", "*": "e"}


def _first(node: prose.Inline | None) -> str:
    """The sign with which a part of a line begins."""
    match node:
        case None:
            return ""
        case prose.Text(words):
            return words[:1]
        case prose.Strong() | prose.Emphasis():
            return "*"
        case _:
            return "["


def _stands(before: str, marked: str, after: str) -> bool:
    """Whether marks around these words are read as marks.

    They are not where a sign inside touches a letter outside, and not beside marks of others.
    """
    if not marked.strip() or (before.endswith("*") and before != "\\*") or after == "*":
        return False
    opens = marked[0].isalnum() or not before[-1:].isalnum()
    return opens and (marked[-1].isalnum() or not after.isalnum())


def _code(code: str) -> str:
    code = " ".join(code.split("\n"))
    fence = "`" * (_longest_run(code) + 1)
    pad = " " if code[:1] in ("`", " ") or code[-1:] in ("`", " ") else ""
    return f"{fence}{pad}{code}{pad}{fence}" if code.strip() else ""


def _longest_run(code: str) -> int:
    return max((len(run) for run in re.findall("`+", code)), default=0)


# --- Escaping -------------------------------------------------------------------------------------

#: Signs that mean something anywhere in a line, in CommonMark, pandoc's Markdown or GitHub's.
_SIGNS = re.compile(
    r"""[\\`*\[\]{}<>~^$|]     # code, emphasis, links, attributes, HTML, mathematics, tables
    | (?<![^\W_])_ | _(?![^\W_])   # emphasis, but not inside a word
    | (?<![A-Za-z0-9])@        # citations, mentions and numbered examples
    | :(?=[\w+-]+:)            # small pictures by their names
    | &(?=\#?\w+;)             # entities
    | --+ | \.\.\.             # pandoc makes dashes and an ellipsis of them
    | !$                       # before a link, a picture
    """,
    re.VERBOSE,
)
#: What makes a line something else when it begins with it: a list, heading, quotation, definition.
_START = re.compile(r"[#+=:%-]|\(?(?:\d+|[A-Za-z]+)[.)](?=\s|$)")


def text(words: str, *, start: bool = False) -> str:
    """Words as Markdown that means nothing but them.

    Args:
        words: Any text; line ends become blanks.
        start: Whether they stand where a line begins.
    """
    words = re.sub(r"\s", " ", words)
    escaped = _SIGNS.sub(lambda found: "".join(f"\\{sign}" for sign in found.group()), words)
    if not start:
        return escaped
    escaped = escaped.lstrip(" ")
    found = _START.match(escaped)
    if found is None:
        return escaped
    end = found.end() - 1
    return f"{escaped[:end]}\\{escaped[end:]}"


def address(url: str) -> str:
    """An address as it may stand between brackets of any kind."""
    # What is percent-encoded already stays so.
    safe = quote(url, safe="!#$%&'*+,-./:;=?@_~")
    return re.sub(r"&(?=#?\w+;)", "%26", safe)
