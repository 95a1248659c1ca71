"""A report as LaTeX: an article with footnotes and links, for pdfLaTeX, LuaLaTeX and XeLaTeX.

Only packages of a basic installation are needed; better ones are used where they are there. What a
font of pdfLaTeX cannot print is printed as its number, so that nothing is lost without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard import prose
from dashboard.report import content
from dashboard.report.content import Cited, Entry, Note, Report
from dashboard.report.phrases import described
from dashboard.report.picture import Picture
from dashboard.report.tex import address, preamble, text

__all__ = ["latex"]

#: LaTeX allows four bulleted lists inside one another; the outermost one is ours.
DEEPEST = 3


def latex(report: Report, picture: Picture | None = None) -> str:
    """Write a report.

    Args:
        report: What it says.
        picture: A chart that lies beside the file.
    """
    marks = {entry.id: f"event:{number}" for number, entry in enumerate(report.entries, 1)}
    writer = _Writer(marks)
    body = "\n\n".join(part for part in writer.report(report, picture) if part)
    date = text(report.date.display()) if report.date else ""
    head = preamble(
        body,
        title=text(report.title),
        author=text(report.author or ""),
        date=date,
        language=report.language,
        picture=picture is not None,
    )
    return f"{head}\n\n{body}\n\n\\end{{document}}\n"


class _Writer:
    """Writes a report whose events have labels.

    Attributes:
        marks: The label of each event by its id.
    """

    def __init__(self, marks: dict[str, str]) -> None:
        self.marks = marks

    def report(self, report: Report, picture: Picture | None) -> Iterable[str]:
        yield from _blocks(report.summary)
        rows = "\\\\\n".join(f"\\textbf{{{row.name}:}} {_row(row)}" for row in report.imprint)
        yield f"{{\\small\\raggedright {rows}\\par}}"
        yield text(report.introduction)
        yield _items([f"\\textbf{{{word}:}} {text(what)}" for word, what in report.evidence])
        if picture:
            yield _figure(picture)
        for year in report.years:
            yield f"\\section{{{text(year.name)}}}"
            for month in year.months:
                if month.name:
                    yield f"\\subsection{{{text(month.name)}}}"
                for entry in month.entries:
                    yield from self.entry(entry)
        if report.further:
            yield "\\section{Further sources}"
            yield _items([f"[{note.number}] {_note(note)}" for note in report.further])
        yield f"\\bigskip\\noindent{{\\footnotesize {text(report.line)}\\par}}"

    def entry(self, entry: Entry) -> Iterable[str]:
        yield f"\\subsubsection{{{text(entry.title)}}}\\label{{{self.marks[entry.id]}}}"
        facts = "".join(f" · {text(fact)}" for fact in entry.facts)
        yield f"\\textbf{{{text(entry.date)}}}{facts}\\nopagebreak"
        verdict = [f"\\textbf{{{entry.evidence}:}} {text(entry.reason)}."]
        if entry.support:
            verdict.append(f"\\textbf{{Support:}} {text(entry.support)}.")
        if entry.public:
            verdict.append(f"\\textbf{{Became public:}} {text(entry.public)}.")
        verdict += [f"\\textbf{{{text(row.name)}:}} {text(row.text)}." for row in entry.contested]
        yield "\n".join(verdict)
        yield from _blocks(entry.summary)
        for picture in entry.pictures:
            yield from _blocks(picture)
        if entry.actors:
            yield f"\\textbf{{Taking part:}} {'; '.join(map(text, entry.actors))}."
        yield _items(
            [
                _account(group.stance, account)
                for group in entry.groups
                for account in group.accounts
            ]
        )
        if entry.voices:
            yield f"\\textbf{{Sources:}} {'; '.join(map(_voice, entry.voices))}."
        yield _items([self.tie(tie) for tie in entry.ties])
        for item in entry.corrections:
            yield _passage(f"\\textbf{{Corrected {text(item.date)}:}}", item.text)
        last = f"Tags: {', '.join(map(text, entry.tags))}.\\\\\n" if entry.tags else ""
        yield f"{{\\small\\raggedright {last}{_permalink(entry)}\\par}}"

    def tie(self, tie: content.Tie) -> str:
        mark = self.marks[tie.event]
        title = (
            f"\\hyperref[{mark}]{{{text(tie.title)}}}, {text(tie.date)} (p.~\\pageref{{{mark}}})"
        )
        lead = f"\\textbf{{{tie.kind}}} {title}{':' if tie.reason else ''}"
        return _passage(lead, tie.reason, _marks(tie.cited), depth=1)


def _row(row: content.Row) -> str:
    return f"\\url{{{address(row.address)}}}" if row.address else text(row.text)


def _account(stance: str, account: content.Account) -> str:
    lead = f"\\textbf{{{stance}}} by {text(account.by)}:"
    said = _passage(lead, account.says, _marks(account.cited), depth=1)
    quotations = (
        f"\\begin{{quote}}“{text(words.text)}” ({text(words.name)})\\end{{quote}}"
        for words in account.quotations
    )
    return "\n".join([said, *quotations])


def _voice(voice: content.Voice) -> str:
    named = ", ".join(f"{text(cited.note.name)}{_marks([cited])}" for cited in voice.cited)
    return f"one origin, {text(voice.name)} ({named})" if voice.name else named


def _marks(cited: Sequence[Cited]) -> str:
    return "\\notesep".join(_mark(one) for one in cited)


def _mark(cited: Cited) -> str:
    label = f"source:{cited.note.number}"
    if cited.first:
        return f"\\footnote{{\\label{{{label}}}{_note(cited.note)}}}"
    return f"\\footref{{{label}}}"


def _note(note: Note) -> str:
    return described(note, text, _followed, _line)


def _followed(target: str) -> str:
    return f"\\url{{{address(target)}}}"


def _permalink(entry: Entry) -> str:
    if entry.link.startswith("#"):
        return f"In the dashboard: \\texttt{{{text(entry.link)}}}"
    return f"Permanent link: {_followed(entry.link)}"


def _figure(picture: Picture) -> str:
    # The name is one that the command made: letters, digits, "-", "_" and ".".
    return (
        "\\begin{figure}[htbp]\n\\centering\n"
        f"\\includegraphics[width=\\linewidth,height=.8\\textheight,keepaspectratio]{{\\detokenize{{{picture.name}}}}}\n"
        f"\\caption{{{text(picture.caption)}}}\n\\end{{figure}}"
    )


# --- Prose ----------------------------------------------------------------------------------------


def _items(items: Sequence[str], kind: str = "itemize") -> str:
    if not items:
        return ""
    # The braces keep a bracket that follows from being taken for an option.
    listed = "\n".join(f"\\item {{}}{item}" for item in items)
    return f"\\begin{{{kind}}}\\tight\n{listed}\n\\end{{{kind}}}"


def _passage(lead: str, blocks: Sequence[prose.Block], tail: str = "", depth: int = 0) -> str:
    """Prose with words in front of its first line and notes behind its last."""
    parts = _blocks(blocks, depth)
    if blocks and isinstance(blocks[0], prose.Paragraph):
        parts[0] = f"{lead} {parts[0]}"
    else:
        parts.insert(0, lead)
    return "\n\n".join(parts) + tail


def _blocks(blocks: Iterable[prose.Block], depth: int = 0) -> list[str]:
    return [_block(block, depth) for block in blocks]


def _block(block: prose.Block, depth: int) -> str:
    match block:
        case prose.Paragraph(children):
            return _line(children)
        case prose.Listing(items, ordered):
            inside = ["\n\n".join(_blocks(item, depth + 1)) for item in items]
            if depth >= DEEPEST:
                return "\n\n".join(f"\\textendash{{}} {item}" for item in inside)
            return _items(inside, "enumerate" if ordered else "itemize")
        case prose.Quote(children):
            inner = "\n\n".join(_blocks(children, depth + 1))
            return inner if depth >= DEEPEST else f"\\begin{{quote}}\n{inner}\n\\end{{quote}}"
        case prose.CodeBlock(code):
            lines = "\\\\\n".join(map(_typed, code.rstrip("\n").split("\n")))
            return f"{{\\ttfamily\\small\\raggedright\n{lines}\\par}}"
        case prose.Rule():
            return "\\medskip\\hrule\\medskip"


def _typed(code: str) -> str:
    """A line of code; blanks at its begin are kept."""
    bare = code.lstrip()
    return "\\mbox{}" + "~" * (len(code) - len(bare)) + text(bare)


def _line(nodes: Iterable[prose.Inline]) -> str:
    return "".join(_inline(node) for node in nodes)


def _inline(node: prose.Inline) -> str:
    match node:
        case prose.Text(words):
            return text(words)
        case prose.Code(code):
            return f"\\texttt{{{text(code)}}}"
        case prose.Break():
            return "\\newline{}"
        case prose.Strong(children):
            return f"\\textbf{{{_line(children)}}}"
        case prose.Emphasis(children):
            return f"\\emph{{{_line(children)}}}"
        case prose.Link(target, children):
            return f"\\href{{{address(target)}}}{{{_line(children)}}}"
