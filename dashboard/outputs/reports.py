"""Reports among the kinds of file: which picture each takes, and what it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from dashboard import report
from dashboard.model import Timeline
from dashboard.output import OutputError
from dashboard.outputs.target import Made, Target, Wanted
from dashboard.words import counted

__all__ = ["REPORTS"]

Write = Callable[[Timeline, report.Picture | None], str | bytes]


@dataclass(frozen=True, slots=True)
class _Chart:
    """The picture at the top of a report.

    Attributes:
        suffix: Its format.
        kind: Its media type.
        theme: Its colours; ``print`` can be told apart without any.
        beside: Whether it is a file of its own.
    """

    suffix: str
    kind: str
    theme: str
    beside: bool


#: Width of the chart in CSS pixels: at the width of a page its letters are about 8 points high.
_WIDTH = 760


def _report(
    name: str,
    title: str,
    suffix: str,
    write: Write,
    chart: _Chart,
    *,
    extra: str | None = None,
    named: bool = False,
) -> Target:
    def make(timeline: Timeline, wanted: Wanted) -> Made:
        picture = _drawn(timeline, wanted, chart) if wanted.options.get("picture") else None
        try:
            written = write(timeline, picture)
        except ImportError as error:
            if extra is None:
                raise
            raise OutputError(
                f"{title} needs an extra that is not installed", f"pip install 'dateline[{extra}]'"
            ) from error
        data = written.encode() if isinstance(written, str) else written
        files = {wanted.name: data}
        if picture and chart.beside:
            files[picture.name] = picture.data
        return Made(files, tuple(_losses(timeline)))

    return Target(
        name,
        title,
        suffix,
        make,
        options=frozenset({"picture"}),
        extra=extra,
        named=named,
    )


def _drawn(timeline: Timeline, wanted: Wanted, chart: _Chart) -> report.Picture:
    from dashboard.picture import Look, draw

    look = Look(width=_WIDTH, theme=chart.theme, title=False)
    return report.Picture(
        name=f"{PurePath(wanted.name).stem}-chart{chart.suffix}",
        data=draw(timeline, chart.suffix, look),
        kind=chart.kind,
        caption="The events in time. Each stands below with its sources.",
        alt=f"Chart of {counted(len(timeline.events), 'event')} in time; "
        "the chronology below tells them in words.",
    )


def _losses(timeline: Timeline) -> list[str]:
    pictures = sum(len(event.media) for event in timeline.events)
    verb = "is" if pictures == 1 else "are"
    told = f"{counted(pictures, 'picture')} of events {verb} described, not shown"
    return [told] if pictures else []


#: In the order in which help lists them.
REPORTS: tuple[Target, ...] = (
    _report(
        "md",
        "a report as Markdown with footnotes, for pandoc, Quarto and GitHub",
        ".md",
        report.to_markdown,
        _Chart(".svg", "image/svg+xml", "light", beside=True),
    ),
    _report(
        "docx",
        "a report as a Word document",
        ".docx",
        report.to_docx,
        _Chart(".png", "image/png", "print", beside=False),
        extra="office",
    ),
    _report(
        "tex",
        "a report as a LaTeX document",
        ".tex",
        report.to_latex,
        _Chart(".pdf", "application/pdf", "print", beside=True),
    ),
    _report(
        "fragment",
        "a report as a piece of HTML for any page",
        ".html",
        report.to_fragment,
        _Chart(".svg", "image/svg+xml", "light", beside=False),
        named=True,
    ),
)
