"""A timeline as a report: a footnoted chronology for Word, LaTeX, Markdown and web pages.

::

    timeline ─→ compose ─→ content.Report ─→ markdown | fragment | latex | word

What the report says is worked out once (:mod:`dashboard.report.compose`); each format has one
renderer that writes it. The same timeline gives the same bytes.
"""

from __future__ import annotations

from dashboard.model import Timeline
from dashboard.report.compose import compose
from dashboard.report.picture import Picture

__all__ = ["Picture", "to_docx", "to_fragment", "to_latex", "to_markdown"]


def to_markdown(timeline: Timeline, picture: Picture | None = None) -> str:
    """A report as Markdown with footnotes, for pandoc, Quarto and GitHub.

    Args:
        timeline: The timeline; internal events are left out.
        picture: A chart that lies beside the file.
    """
    from dashboard.report.markdown import markdown

    return markdown(compose(timeline), picture)


def to_fragment(timeline: Timeline, picture: Picture | None = None) -> str:
    """A report as a piece of HTML with its own styles, to be put into any page.

    Args:
        timeline: The timeline; internal events are left out.
        picture: A chart, which is carried inside.
    """
    from dashboard.report.fragment import fragment

    return fragment(compose(timeline), picture)


def to_latex(timeline: Timeline, picture: Picture | None = None) -> str:
    """A report as a LaTeX document.

    Args:
        timeline: The timeline; internal events are left out.
        picture: A chart that lies beside the file, in a format that LaTeX reads.
    """
    from dashboard.report.latex import latex

    return latex(compose(timeline), picture)


def to_docx(timeline: Timeline, picture: Picture | None = None) -> bytes:
    """A report as a Word document.

    Args:
        timeline: The timeline; internal events are left out.
        picture: A chart as PNG, which is carried inside.

    Raises:
        ImportError: Without python-docx, which the extra ``office`` brings.
    """
    from dashboard.report.word import word

    return word(compose(timeline), picture)
