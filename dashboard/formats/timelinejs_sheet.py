"""The spreadsheet of TimelineJS as CSV, in and out (https://timeline.knightlab.com/docs/).

Its rows are the slides of the JSON in other words, so everything but rows and columns is done in
:mod:`dashboard.formats.timelinejs`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dashboard.formats.collect import Collector, place_of
from dashboard.formats.draft import Draft, Foreign, Importer
from dashboard.formats.written import Exporter, Losses, Written
from dashboard.model import Timeline

if TYPE_CHECKING:
    from dashboard.formats.timelinejs.slides import Slide

__all__ = ["EXPORTER", "IMPORTER"]

#: The columns in the order of Knight Lab's template. The last two are ours: TimelineJS passes over
#: columns that it does not know.
COLUMNS = (
    "Year",
    "Month",
    "Day",
    "Time",
    "End Year",
    "End Month",
    "End Day",
    "End Time",
    "Display Date",
    "Headline",
    "Text",
    "Media",
    "Media Credit",
    "Media Caption",
    "Media Thumbnail",
    "Type",
    "Group",
    "Background",
    "Alt Text",
    "Unique ID",
)
#: Columns of older sheets.
OLDER = ("Start Date", "End Date", "Tag")

_BY_NAME = {name.lower(): name for name in (*COLUMNS, *OLDER)}

#: Cells of numbers: where a date starts, and where it ends.
_SIDES = (("start_date", ""), ("end_date", "End "))

Row = dict[str, str]


# --- In -------------------------------------------------------------------------------------------


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _columns(cells: list[str]) -> list[str]:
    """The names of the columns as the template writes them; others as they are."""
    return [_BY_NAME.get(" ".join(cell.split()).lower(), cell.strip()) for cell in cells]


def _header(foreign: Foreign) -> list[str]:
    first = (foreign.text or "").lstrip().split("\n", 1)[0]
    try:
        cells = next(csv.reader([first], delimiter=_delimiter(first)), [])
    except csv.Error:
        return []
    return _columns(cells)


def _recognises(foreign: Foreign) -> bool:
    if foreign.text is None or foreign.suffix == ".json":
        return False
    header = set(_header(foreign))
    return "Headline" in header and bool({"Year", "Start Date"} & header)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line that each begins on, counted from 0."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begins = 0
    for cells in reader:
        yield begins, cells
        begins = reader.line_num


def _read(foreign: Foreign, problems: Collector) -> Draft | None:
    from dashboard.formats.timelinejs.reading import read_slides
    from dashboard.formats.timelinejs.slides import Slide, Slides

    text = foreign.text
    if text is None:
        problems.error("the file is no UTF-8 text", "save it as CSV in UTF-8")
        return None
    header = _header(foreign)
    if "Headline" not in header or not {"Year", "Start Date"} & set(header):
        problems.error(
            "the first row does not name the columns of a TimelineJS sheet",
            "it needs at least Year and Headline",
        )
        return None
    title: Slide | None = None
    events: list[Slide] = []
    eras: list[Slide] = []
    unknown: dict[str, int] = {}
    delimiter = _delimiter(text.lstrip().split("\n", 1)[0])
    try:
        for line, cells in _rows(text, delimiter):
            # Blank lines may stand before the header.
            if not any(cell.strip() for cell in cells) or _columns(cells) == header:
                continue
            row = _row(header, cells)
            _note_unknown(row, header, cells, unknown)
            slide = Slide(_slide(row, line, problems), at=place_of(line, 0))
            kind = row.get("Type", "").lower()
            if kind == "title" and title is None:
                title = slide
            elif kind == "era":
                eras.append(slide)
            else:
                if kind not in ("", "event", "title"):
                    problems.warning(
                        f"the type '{kind[:60]}' has no place", None, place_of(line, 0)
                    )
                events.append(slide)
    except csv.Error as error:
        problems.error(f"the table cannot be read: {error}", "save it again as CSV")
        return None
    for name, count in unknown.items():
        problems.warning(
            f"the column '{name[:60]}' has no place: {count:,} cells of it are left out"
        )
    return read_slides(Slides(title, events, eras), foreign.name, foreign.timezone, problems)


def _row(header: list[str], cells: list[str]) -> Row:
    row: Row = {}
    for name, cell in zip(header, cells, strict=False):
        if cell.strip() and name not in row:
            row[name] = cell.strip()
    return row


def _note_unknown(row: Row, header: list[str], cells: list[str], unknown: dict[str, int]) -> None:
    for name in row.keys() - set(_BY_NAME.values()):
        unknown[name] = unknown.get(name, 0) + 1
    for cell in cells[len(header) :]:
        if cell.strip():
            unknown["without a name"] = unknown.get("without a name", 0) + 1


def _slide(row: Row, line: int, problems: Collector) -> dict[str, Any]:
    slide: dict[str, Any] = {
        "text": {"headline": row.get("Headline"), "text": row.get("Text")},
        "media": {
            "url": row.get("Media"),
            "caption": row.get("Media Caption"),
            "credit": row.get("Media Credit"),
            "thumbnail": row.get("Media Thumbnail"),
            "alt": row.get("Alt Text"),
        },
        "display_date": row.get("Display Date"),
        "group": row.get("Group") or row.get("Tag"),
        "background": row.get("Background"),
        "unique_id": row.get("Unique ID"),
    }
    for field, prefix in _SIDES:
        date = _date(row, prefix, line, problems)
        if date:
            slide[field] = date
    return slide


def _date(row: Row, prefix: str, line: int, problems: Collector) -> dict[str, Any]:
    from dashboard.formats.timelinejs.dates import NoDateError, read_time
    from dashboard.formats.timelinejs.old import old_date

    whole = row.get(f"{prefix}Date" if prefix else "Start Date")
    if whole:
        return old_date(whole)
    given = {name.lower(): row.get(f"{prefix}{name}", "") for name in ("Year", "Month", "Day")}
    date: dict[str, Any] = {name: cell for name, cell in given.items() if cell}
    time = row.get(f"{prefix}Time")
    if time:
        try:
            date |= read_time(time)
        except NoDateError as error:
            headline = row.get("Headline", "")[:60]
            problems.warning(
                f"a time of the event '{headline}' is left out: {error}",
                "write it like 16:30",
                place_of(line, 0),
            )
    return date


# --- Out ------------------------------------------------------------------------------------------

#: What makes a spreadsheet take a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def _html(cell: str) -> str:
    """A cell of HTML that no spreadsheet takes for a formula, though it reads the same."""
    return f"&#{ord(cell[0])};{cell[1:]}" if cell.startswith(_FORMULA) else cell


def _address(cell: str) -> str:
    return f"./{cell}" if cell.startswith(_FORMULA) else cell


def _write(timeline: Timeline) -> Written:
    from dashboard.formats.timelinejs.writing import slides_of

    losses = Losses()
    slides = slides_of(timeline, losses)
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerow({**_cells(slides["title"], losses), "Type": "title"})
    writer.writerows(_cells(slide, losses) for slide in slides["events"])
    return Written(stream.getvalue().encode(), losses.sentences())


def _cells(slide: Mapping[str, Any], losses: Losses) -> dict[str, str]:
    media = slide.get("media", {})
    cells = {
        "Display Date": _html(slide.get("display_date", "")),
        "Headline": _html(slide["text"]["headline"]),
        "Text": _html(slide["text"]["text"]),
        "Media": _address(media.get("url", "")),
        "Media Credit": _html(media.get("credit", "")),
        "Media Caption": _html(media.get("caption", "")),
        "Alt Text": _html(media.get("alt", "")),
        "Group": _html(slide.get("group", "")),
        "Unique ID": slide["unique_id"],
    }
    for field, prefix in _SIDES:
        date = slide.get(field)
        if date:
            for name in ("Year", "Month", "Day"):
                cells[f"{prefix}{name}"] = str(date.get(name.lower(), ""))
            cells[f"{prefix}Time"] = _time(date, losses)
    return cells


def _time(date: Mapping[str, int], losses: Losses) -> str:
    if "hour" not in date:
        return ""
    text = ":".join(f"{date[name]:02}" for name in ("hour", "minute", "second") if name in date)
    tenth, rest = divmod(date.get("millisecond", 0), 100)
    # What stands behind the point TimelineJS takes for tenths of a second, however long it is.
    losses.note("the sheet of TimelineJS knows tenths of seconds: {n} times are cut", bool(rest))
    return f"{text}.{tenth}" if "millisecond" in date else text


IMPORTER = Importer("timelinejs-sheet", "TimelineJS sheet (CSV)", _recognises, _read)
EXPORTER = Exporter("timelinejs-sheet", "TimelineJS sheet (CSV)", ".csv", _write)
