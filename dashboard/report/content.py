"""What a report says, worked out once and the same for every format.

A report is a chronology by year and month in which every source has one number. Renderers write
these values and decide nothing but typography: whatever they find here belongs into the report, in
this order. All texts are clean (no control characters) and, but for blocks of prose, one line.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import prose
from dashboard.when import When

__all__ = [
    "Account",
    "Cited",
    "Correction",
    "Entry",
    "Group",
    "Month",
    "Note",
    "Prose",
    "Quotation",
    "Report",
    "Row",
    "Tie",
    "Voice",
    "Year",
]

#: Blocks of Markdown as values; see :mod:`dashboard.prose`.
Prose = tuple[prose.Block, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A fact with its name.

    Attributes:
        name: For example ``Licence``.
        text: For example ``CC BY 4.0``.
        address: Where it leads, if anywhere (http or https).
    """

    name: str
    text: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A source in full.

    Attributes:
        number: From 1, in the order in which the report cites them.
        address: Where it can be read (http or https).
        name: How to call it where it is cited: its publisher or site.
        title: Its title as printed; None where nobody saw one.
        facts: Publisher, date, language, kind and so on, in this order.
        language: BCP 47 tag of title and quotation.
        archived: The address of an archived copy.
        quote: What it says, where that does not stand beside a claim already.
        remark: A remark by the author of the file.
    """

    number: int
    address: str
    name: str
    title: str | None
    facts: tuple[str, ...]
    language: str | None
    archived: str | None
    quote: str | None
    remark: tuple[prose.Inline, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A place where a source is cited.

    Attributes:
        note: The source.
        first: Whether it is the first place in the report: there a footnote is written out.
    """

    note: Note
    first: bool


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a source beside the claim that they carry."""

    text: str
    language: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Account:
    """One claim.

    Attributes:
        by: Who speaks, when, and the number that is given: ``AIVD, 4 May 2018 (17 officers)``.
        says: What is said.
        quotations: The words of its sources.
        cited: Its sources.
    """

    by: str
    says: Prose
    quotations: tuple[Quotation, ...]
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The claims of one stance.

    Attributes:
        stance: In words, for example ``Denied``.
        accounts: The claims in order of time.
    """

    stance: str
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """Sources of one origin.

    Attributes:
        name: The origin, where several sources share it.
        cited: The sources.
    """

    name: str | None
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation to another event of the report.

    Attributes:
        kind: In words, for example ``No known link with``.
        event: Id of the other event.
        title: Title of the other event.
        date: Its date in words.
        address: Its permanent link; None where the timeline does not say where it is published.
        reason: Why.
        cited: Where that can be read.
    """

    kind: str
    event: str
    title: str
    date: str
    address: str | None
    reason: Prose
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong in an earlier edition."""

    date: str
    text: Prose


@dataclass(frozen=True, slots=True)
class Entry:
    """One event.

    Attributes:
        id: Its id, for links inside the report.
        title: Its title.
        date: As written, in words.
        facts: Place, category.
        evidence: The verdict in a word.
        reason: Its reason, without a full stop.
        support: Who supports it while it is disputed, without a full stop.
        public: When it became public, if that was later, without a full stop.
        contested: Numbers that stand against one another, with who gives them.
        summary: What is known.
        pictures: Descriptions of its pictures.
        actors: Who took part.
        groups: Who says what, by stance.
        voices: All its sources by origin.
        ties: How it bears on other events.
        corrections: What was wrong in earlier editions.
        tags: Free words.
        link: Its permanent link; begins with ``#`` where the edition has no address.
    """

    id: str
    title: str
    date: str
    facts: tuple[str, ...]
    evidence: str
    reason: str
    support: str | None
    public: str | None
    contested: tuple[Row, ...]
    summary: Prose
    pictures: tuple[Prose, ...]
    actors: tuple[str, ...]
    groups: tuple[Group, ...]
    voices: tuple[Voice, ...]
    ties: tuple[Tie, ...]
    corrections: tuple[Correction, ...]
    tags: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True)
class Month:
    """Events of a month; those of a date without month have no name above them."""

    name: str | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """Events of a year."""

    name: str
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.

    Attributes:
        title: The name of the case.
        language: BCP 47 tag of its texts.
        author: Who answers for it.
        date: The day of the edition as written (EDTF); None where none is given.
        summary: What the case is about.
        imprint: Edition, author, licence, data and address, a row each.
        line: The same in one line, for the foot of a page.
        key: Letters and digits that are the same for the same data, to begin ids with.
        introduction: What the report holds, in sentences.
        evidence: The words for evidence that occur, with what they mean.
        years: The chronology.
        notes: All sources by their number.
        further: The sources that no event cites; their numbers follow the others.
    """

    title: str
    language: str
    author: str | None
    date: When | None
    summary: Prose
    imprint: tuple[Row, ...]
    line: str
    key: str
    introduction: str
    evidence: tuple[tuple[str, str], ...]
    years: tuple[Year, ...]
    notes: tuple[Note, ...]
    further: tuple[Note, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All events in order."""
        return tuple(
            entry for year in self.years for month in year.months for entry in month.entries
        )
