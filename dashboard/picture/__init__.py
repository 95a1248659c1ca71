"""Pictures of the chart: SVG, PNG and PDF.

What is drawn is what the dashboard draws at that size: the browser of the system runs the scripts
of the page, which decide what is shown, and plotly, which draws it. Around the chart stand title,
key and foot. A picture is an SVG first; the browser turns it into pixels or pages::

    timeline ─→ payload ─→ draw.js in the browser ─→ svg.py, sheet.py ─→ SVG ─→ PNG, PDF
    look ─→ request ──↗

The same timeline and the same look give the same SVG with the same browser and fonts.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources as package_files
from typing import Any, Literal
from urllib.parse import parse_qsl

from dashboard import citation, resources
from dashboard.app.article import Desk, desk
from dashboard.app.payload import VARIANTS, payload
from dashboard.figure import draw as draw_figure
from dashboard.formats.slugs import slug
from dashboard.layout import layout
from dashboard.layout.scene import FONT_SIZE
from dashboard.layout.text import clean, isolate
from dashboard.model import Timeline
from dashboard.picture import browser, legend, said
from dashboard.picture.asked import Request, lanes_of, request
from dashboard.picture.look import (
    EACH,
    LARGEST_RASTER,
    THEMES,
    AskError,
    Look,
    PictureError,
)
from dashboard.picture.raster import described_png, undated_pdf
from dashboard.picture.sheet import FONT, Sheet, lay_out, padding
from dashboard.theme import Theme
from dashboard.when import When

__all__ = [
    "EACH",
    "MOST",
    "SUFFIXES",
    "THEMES",
    "AskError",
    "Look",
    "PictureError",
    "draw",
    "draw_each",
]

#: The kinds of pictures, by the end of their names.
SUFFIXES = (".svg", ".png", ".pdf")

#: Parts of the page's payload that no chart needs, and what stands in their place.
NEEDLESS: dict[str, Any] = {
    "actors": {}, "chronicle": "", "keys": [], "panels": [], "story": {}, "table": "",
}  # fmt: skip

#: The most events in a picture: every mark is drawn, and far fewer can be told apart.
MOST = 3_000


@dataclass(frozen=True, slots=True)
class _Order:
    """One of the pictures to make: its name, what is asked for, and a line for above it."""

    name: str
    asked: Request


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A picture as SVG, with what the other formats need to know of it."""

    name: str
    svg: bytes
    height: int
    description: str


def draw(timeline: Timeline, suffix: str = ".svg", look: Look | None = None) -> bytes:
    """Draw a picture of a timeline.

    Args:
        timeline: The events; internal ones are drawn too, if they are among them
            (:meth:`dashboard.model.Timeline.public` leaves them out).
        suffix: ``.svg``, ``.png`` or ``.pdf``.
        look: How it is to look and what it is to show.

    Raises:
        AskError: When what is asked for makes no picture of this timeline.
        PictureError: When there is no browser, or it does not do its work.
    """
    made = draw_each(timeline, f"picture{suffix}", look, None)
    return made[f"picture{suffix}"]


def draw_each(
    timeline: Timeline,
    name: str,
    look: Look | None = None,
    each: Literal["lane", "year", "event"] | str | None = None,
) -> dict[str, bytes]:
    """Draw one picture, or one for each lane, year or event, with one start of the browser.

    Args:
        timeline: The events.
        name: Of the file, such as ``case.svg``. Of several it is the begin: ``case-2018.svg``.
        look: How they are to look and what they are to show.
        each: ``lane``: what is in it. ``year``: every year in which something begins or ends, with
            what may have happened in it. ``event``: the whole chart with the event ringed.

    Returns:
        The pictures by their names, in the order of lanes, years or events.

    Raises:
        AskError: When what is asked for makes no picture of this timeline.
        PictureError: When there is no browser, or it does not do its work.
    """
    look = look or Look()
    stem, dot, kind = name.rpartition(".")
    suffix = f".{kind.lower()}"
    if not dot or suffix not in SUFFIXES:
        raise AskError(f"no picture is called '{name}'", f"it ends in {', '.join(SUFFIXES)}")
    if each is not None and each not in EACH:
        raise AskError(f"there is no picture for each '{each}'", f"there is: {', '.join(EACH)}")
    if not timeline.events:
        raise AskError("there are no events to draw", "add some to the file")
    if len(timeline.events) > MOST:
        raise AskError(
            f"{len(timeline.events):,} events are too many for a picture, which draws {MOST:,}",
            "put those that matter into a file of their own, or print the page",
        )
    studio = _Studio(timeline, look, stem, suffix, each)
    return browser.run(studio.work)


class _Studio:
    """The work on some pictures of one timeline."""

    def __init__(
        self, timeline: Timeline, look: Look, stem: str, suffix: str, each: str | None
    ) -> None:
        self._timeline = timeline
        self._look = look
        self._theme: Theme = THEMES[look.theme]
        self._stem, self._suffix, self._each = stem, suffix, each
        self._asked = request(timeline, look)
        self._asked["width"] = look.width - 2 * padding(look.width)
        self._links = said.links(timeline)

    async def work(self, page: browser.Page) -> dict[str, bytes]:
        # 1. The scripts of the dashboard, with the payload of the page and the figures of a theme.
        await page.load(_scripts())
        titles = [isolate(clean(event.title)) for event in self._timeline.events]
        values = _payload(self._timeline, self._theme)
        await page.call("dateline.picture.prepare", values, FONT, FONT_SIZE, titles)
        # 2. Which pictures there are to be.
        orders = await self._orders(page)
        # 3. All of them as SVG, while the page still holds the timeline.
        drawn = [await self._drawn(page, order) for order in orders]
        # 4. In the format that was asked for.
        return {one.name: await self._finished(page, one) for one in drawn}

    async def _orders(self, page: browser.Page) -> list[_Order]:
        if self._each is None:
            return [_Order(f"{self._stem}{self._suffix}", self._asked)]
        asked = self._asked
        if self._each == "lane":
            labels = said.lane_labels(self._timeline, lanes_of(asked))
            found = [
                (labels.get(key, key) if key == "-" else key, {"lane": key})
                for key in await page.call("dateline.picture.lanesOf", asked)
            ]
        elif self._each == "year":
            found = [
                _year(self._timeline, year, span)
                for year, span in await page.call("dateline.picture.yearsOf", asked)
            ]
        else:
            ids = [event.id for event in self._timeline.events]
            places = await page.call("dateline.picture.eventsOf", asked)
            found = [(ids[place], {"event": ids[place]}) for place in places]
        if not found:
            raise AskError("no event fits what was asked for", "leave out a filter")
        names = _names([name for name, _ in found])
        return [
            _Order(f"{self._stem}-{name}{self._suffix}", {**asked, **more})
            for name, (_, more) in zip(names, found, strict=True)
        ]

    async def _drawn(self, page: browser.Page, order: _Order) -> _Drawn:
        asked = dict(order.asked)
        told = await page.call("dateline.picture.describe", asked)
        self._refuse_empty(asked, told)
        words = said.said(self._timeline, asked, told, titled=self._look.title)
        sheet = self._sheet(asked, told, words)
        asked["height"] = sheet.chart_height()
        if asked["height"] is not None and asked["height"] < told["least"]:
            least = sheet.height(0) - asked["height"] + told["least"]
            raise AskError(
                f"{self._look.height:,} pixels are not high enough for what is to be shown: "
                f"it takes {least:,}",
                f"--height {least}, or without --height what it takes; or show less, with --filter "
                "or --from and --to",
            )
        made = await page.call("dateline.picture.draw", asked)
        svg = sheet.to_svg(made["svg"], made["height"], self._links, self._timeline.language)
        return _Drawn(order.name, svg, sheet.height(made["height"]), words.description)

    def _sheet(self, asked: Request, told: Mapping[str, Any], words: said.Said) -> Sheet:
        key: list[Any] = []
        if self._look.legend:
            entries = legend.entries(self._timeline, asked, told, self._theme)
            key = legend.rows(entries, self._look.width - 2 * padding(self._look.width))
        return lay_out(self._look, self._theme, words, key)

    def _refuse_empty(self, asked: Request, told: Mapping[str, Any]) -> None:
        if not told["number"] and told["selected"] < 0:
            raise AskError(f"no event fits: {told['sentence']}", "leave out a filter")
        (start, end), (first, last) = asked["window"], told["limits"]
        # The page shows something else where nothing is to be seen; see withinLimits in window.js.
        beyond = (start is not None and start >= last) or (end is not None and end <= first)
        if beyond or not told["inside"]:
            span = asked["span"] or f"{told['from']} to {told['to']}"
            raise AskError(f"there is no event to be seen: {span}", "choose another time")
        event = asked.get("event") or dict(parse_qsl(asked["state"])).get("event")
        if event and told["selected"] not in told["inside"]:
            raise AskError(
                f"the event '{event}' is not in this picture",
                "choose a time, and a day in 'on', that it belongs to",
            )

    async def _finished(self, page: browser.Page, drawn: _Drawn) -> bytes:
        if self._suffix == ".svg":
            return drawn.svg
        width, height, scale = self._look.width, drawn.height, self._look.scale
        title = self._timeline.title
        await page.fill(
            f'<!DOCTYPE html><html lang="{html.escape(self._timeline.language)}"><head>'
            f"<title>{html.escape(title)}</title><style>"
            f"@page {{ size: {width}px {height}px; margin: 0 }}"
            "html, body { margin: 0 } svg { display: block }</style></head>"
            f"<body>{drawn.svg.decode().partition('?>')[2].strip()}</body></html>"
        )
        if self._suffix == ".pdf":
            return undated_pdf(await page.pdf(width, height))
        if max(width, height) * scale > LARGEST_RASTER:
            raise AskError(
                f"{width * scale:,.0f} by {height * scale:,.0f} pixels are too many",
                f"at most {LARGEST_RASTER:,} to a side: choose a smaller --scale, or SVG or PDF",
            )
        edition = self._timeline.edition
        texts = {
            "Title": title,
            "Description": drawn.description,
            "Author": edition.author if edition else None,
            "Copyright": edition.licence if edition else None,
            "Source": citation.imprint(self._timeline),
        }
        png = await page.png(width, height, scale)
        return described_png(png, scale, {key: text for key, text in texts.items() if text})


def _scripts() -> list[str]:
    """Plotly, the scripts of the dashboard in the order in which the page runs them, and ours."""
    _, plotly = resources.plotly_bundle()
    assets = sorted(resources.assets_folder().glob("*.js"), key=lambda path: path.name)
    own = package_files.files("dashboard.picture").joinpath("draw.js")
    return [
        plotly.decode(),
        *(path.read_text(encoding="utf-8") for path in assets),
        own.read_text(encoding="utf-8"),
    ]


def _payload(timeline: Timeline, theme: Theme) -> dict[str, Any]:
    """What the page works with, with the figures of one theme."""
    bench = desk(timeline)
    values = {**payload(bench), **NEEDLESS}
    for name, width in VARIANTS.items():
        values["variants"][name]["figures"] = {theme.name: _figure(bench, width, theme)}
    return values


def _figure(bench: Desk, width: int, theme: Theme) -> dict[str, Any]:
    grown = {key: known.steps for key, known in bench.days.items()}
    scene = layout(bench.timeline, width=width)
    return draw_figure(scene, bench.timeline, theme, grown=grown)


def _year(timeline: Timeline, year: int, span: list[int]) -> tuple[str, Request]:
    """The name of the picture of a year (astronomical: year 0 is 1 BC), and what to ask for."""
    words = When.parse(f"{year:0{5 if year < 0 else 4}d}", timeline.timezone)
    name = f"{year:04d}" if year > 0 else f"{1 - year}-bc"
    return name, {"during": span, "window": span, "span": words.display(timeline.language)}


def _names(wanted: Sequence[str]) -> list[str]:
    """Names that files can have, each once."""
    names: list[str] = []
    for one in wanted:
        base = slug(one) or "other"
        name, number = base, 1
        while name in names:
            number += 1
            name = f"{base}-{number}"
        names.append(name)
    return names
