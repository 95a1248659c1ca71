"""The chart as a picture that is there before any script: inline SVG drawn from the same scene.

Places on the axis and rows are shares of the plot, and everything that must keep its size is in
pixels, so the picture stands in a window of any width without squeezing a text. What is only right
from or up to some width of the plot says so (``data-w``, ``data-u``, in pixels); :data:`SCRIPT`
keeps to it. Colours are the page's custom properties, so one picture serves light and dark.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard import words
from dashboard.app.signs import PAINTS, disc, hatching, ring_pair, short
from dashboard.figure import beside
from dashboard.figure.brush import SHAPES, Shape
from dashboard.figure.traces import BAR_OUTLINE, EXTENT_OPACITY, FADE, FADE_SHARE
from dashboard.layout import LOWEST_ROW, Scene, fit_labels, title_lines
from dashboard.layout.labels import INSIDE_PAD, box_on_screen
from dashboard.layout.scene import BAR, DISC, LABEL_GAP, ROW_HEIGHT, Mark, Side
from dashboard.layout.text import isolate
from dashboard.layout.ticks import Axis, Tick, ticks
from dashboard.model import Timeline
from dashboard.numbers import rivals_by_day
from dashboard.theme import THEMES, category_colours, readable_on

__all__ = ["SCRIPT", "Variant", "picture"]

#: The most marks of a picture; more would take longer to draw than the chart that follows.
MOST = 400

#: Widths of the plot, in pixels, for which labels are tried: from, to, and the step.
_WIDTHS = {False: (400, 1700, 12), True: (264, 584, 8)}
#: The most comparisons of labels that are worth their time; with more marks fewer widths are tried.
_TRIALS = 6_000

#: Without scripts the width is only known in steps of so many pixels, up to the last of them; see
#: ``assets/still.css``.
STEP, LAST_STEP = 100, 16

#: The height of the axis below the plot, in pixels, where the zone stands elsewhere; see
#: ``assets/folds.js``.
_FOOT = 40


@dataclass(frozen=True, slots=True)
class Variant:
    """A layout of the timeline with the words of its axis."""

    scene: Scene
    axis: Axis


#: Puts the picture into the window: the height of rows that the live chart will have, and what is
#: right at this width. Where the address asks for something else than the whole timeline there is
#: no picture of it: the page then begins with its content. Always the same text, for it has a hash.
SCRIPT = """
(function () {
  var root = document.documentElement;
  var said = document.querySelector("meta[name=dateline-state]");
  var asked = new URLSearchParams(
    (window.location.hash || (said ? said.content : "")).replace(/^#/, "")
  );
  var theme = asked.get("theme");
  asked.delete("theme");
  if (String(asked) || /[?&]embed=1/.test(window.location.search)) {
    root.dataset.asked = "true";
    return;
  }
  if (theme === "light" || theme === "dark") { root.dataset.theme = theme; }
  var still = document.querySelector(".dl-still");
  function place() {
    var part = Array.from(still.children).find(function (one) { return one.offsetWidth; });
    if (!part) { return; }
    var strip = document.querySelector(".dl-first .dl-overview");
    strip.style.marginLeft = part.style.paddingLeft;
    strip.style.marginRight = part.style.paddingRight;
    var plot = part.querySelector("svg"), rows = Number(part.dataset.rows);
    if (part.dataset.lowest) {
      var top = still.getBoundingClientRect().top + window.scrollY;
      var room = window.innerHeight - top - part.dataset.around;
      var row = Math.max(part.dataset.lowest, Math.floor(room / Math.max(rows, 1)));
      part.style.setProperty("--dl-row", Math.min(row, part.dataset.highest) + "px");
    }
    var width = plot.getBoundingClientRect().width;
    part.querySelectorAll("[data-w], [data-u]").forEach(function (one) {
      var seen = width >= (one.dataset.w || 0) && width < (one.dataset.u || Infinity);
      one.setAttribute("display", seen ? "inline" : "none");
    });
  }
  place();
  window.addEventListener("resize", function () { if (still.isConnected) { place(); } });
})();
"""


def picture(timeline: Timeline, variants: Sequence[Variant], below: int) -> str:
    """The markup of a timeline's picture; an empty text where there is nothing to draw.

    Args:
        timeline: The events.
        variants: The wide and the narrow layout.
        below: The height of what stands under the chart and should be seen with it, in pixels.
    """
    if not 0 < len(timeline.events) <= MOST:
        return ""
    first, last = timeline.events[0].date.display(), timeline.events[-1].date.display()
    label = (
        f"Chart: {words.counted(len(timeline.events), 'event')} from {first} to {last}. "
        "All of them are listed below."
    )
    parts = "".join(_part(timeline, variant, below) for variant in variants)
    return f'<div class="dl-still" role="img" aria-label="{html.escape(label)}">{parts}</div>'


def _part(timeline: Timeline, variant: Variant, below: int) -> str:
    scene = variant.scene
    margin = scene.margin._replace(b=_FOOT)
    kind = "narrow" if scene.narrow else "wide"
    fitting = (
        ""
        if scene.narrow
        else f' data-lowest="{LOWEST_ROW}" data-highest="{ROW_HEIGHT}"'
        f' data-around="{margin.t + margin.b + below}"'
    )
    style = (
        f"--dl-rows:{short(scene.total_rows)};--dl-row:{ROW_HEIGHT}px;"
        f"padding:{margin.t}px {margin.r}px {margin.b}px {margin.l}px"
    )
    pen = _Pen(timeline, variant)
    return (
        f'<div class="dl-still-{kind}" data-rows="{short(scene.total_rows)}"{fitting}'
        f' style="{style}"><svg width="100%" height="100%" overflow="visible">'
        f"{''.join(pen.all())}</svg></div>"
    )


@dataclass(frozen=True, slots=True)
class _Range:
    """From which to below which width of the plot something is right, in pixels."""

    least: float = 0
    below: float = 1e9


class _Pen:
    """Draws a scene, from what lies lowest to what lies on top."""

    def __init__(self, timeline: Timeline, variant: Variant) -> None:
        self._timeline = timeline
        self._variant = variant
        scene = self._scene = variant.scene
        first, last, step = _WIDTHS[scene.narrow]
        trials = max(_TRIALS // max(len(scene.marks), 1), 4)
        step = max(step, (last - first) // trials)
        self._widths = range(first, last, step)
        #: Without scripts nobody knows the width; what fits into this much fits into more.
        self._usual = first
        self._span = scene.window[1] - scene.window[0]
        self._palettes = [list(category_colours(timeline, name).values()) for name in THEMES]
        self._key = f"dl-{'n' if scene.narrow else 'w'}"

    def all(self) -> Iterator[str]:
        scene = self._scene
        yield self._definitions()
        yield from self._bands()
        yield from self._grid()
        marks = [mark for mark in scene.marks if _seen(mark, scene.window)]
        # What reaches beyond the plot is cut off there, as in the chart; names of lanes are not.
        yield '<svg class="dl-still-marks" width="100%" height="100%" overflow="hidden">'
        yield from (self._extent(mark) for mark in marks)
        yield from (part for mark in marks for part in self._fade(mark))
        yield from (self._bar(mark) for mark in marks if mark.kind == "span")
        yield from (self._disc(mark) for mark in marks)
        yield from self._rivals()
        yield "</svg>"
        yield '<g class="dl-still-labels">'
        yield from self._labels()
        yield "</g>"
        yield from self._names()

    # --- around the marks -------------------------------------------------------------------------

    def _bands(self) -> Iterator[str]:
        for lane in self._scene.lanes[::2]:
            yield (
                f'<rect width="100%" y="{self._down(lane.top)}" '
                f'height="{self._down(lane.height)}" fill="var(--dl-band)"/>'
            )

    def _names(self) -> Iterator[str]:
        narrow = self._scene.narrow
        yield f'<g class="dl-still-names{" is-narrow" if narrow else ""}">'
        for lane in self._scene.lanes:
            if narrow:
                y = self._down(lane.top + lane.head / 2 + 0.08)
                yield f'<text x="8" y="{y}">{_text(isolate(lane.label))}</text>'
                continue
            lines = title_lines(lane.label)
            for number, line in enumerate(lines):
                dy = round((number - (len(lines) - 1) / 2) * 15.6, 1)
                yield (
                    f'<text x="-14" y="{self._down(lane.top + 0.5)}" dy="{short(dy)}">'
                    f"{_text(isolate(line))}</text>"
                )
        yield "</g>"

    def _grid(self) -> Iterator[str]:
        for width, until, found in self._axes():
            seen = self._seen(_Range(width, until))
            lines = "".join(
                f'<line x1="{self._along(tick.at)}" x2="{self._along(tick.at)}" y2="100%"/>'
                for tick in found
            )
            texts = "".join(
                f'<line x1="{self._along(tick.at)}" x2="{self._along(tick.at)}" y2="5"/>'
                f'<text x="{self._along(tick.at)}" y="15.7">{_text(tick.text)}</text>'
                + (
                    f'<text x="{self._along(tick.at)}" y="30">{_text(tick.context)}</text>'
                    if tick.context
                    else ""
                )
                for tick in found
            )
            yield (
                f'<g class="dl-still-axis"{seen}>{lines}'
                f'<svg y="100%" overflow="visible">{texts}</svg></g>'
            )

    def _axes(self) -> Iterator[tuple[float, float, list[Tick]]]:
        """The sets of ticks, each with the widths from and below which it holds."""
        sets: list[tuple[float, list[Tick]]] = []
        for width in self._widths:
            found = ticks(self._scene.window, width, self._variant.axis)
            if not sets or sets[-1][1] != found:
                sets.append((width, found))
        for number, (least, found) in enumerate(sets):
            until = sets[number + 1][0] if number + 1 < len(sets) else 1e9
            yield (least if number else 0), until, found

    # --- marks ------------------------------------------------------------------------------------

    def _extent(self, mark: Mark) -> str:
        start = mark.start if mark.open_start else mark.earliest
        end = mark.end if mark.open_end else mark.latest
        if mark.kind == "span":
            beyond: float = max(mark.start - start, end - mark.end)
            least = 0.5
        else:
            beyond, least = max(mark.x - start, end - mark.x), DISC / 2 + 0.5
        if beyond <= 0:
            return ""
        seen = self._seen(_Range(least * self._span / beyond))
        return (
            f'<rect{self._place(mark, start, end)} rx="{BAR // 2}" {self._colour(mark)}'
            f'fill="var(--dl-mark)" opacity="{EXTENT_OPACITY}"{seen}/>'
        )

    def _fade(self, mark: Mark) -> Iterator[str]:
        step = round(self._span * FADE_SHARE / len(FADE))
        for number, opacity in enumerate(FADE):
            for open_, start in (
                (mark.open_start, mark.start - (number + 1) * step),
                (mark.open_end, mark.end + number * step),
            ):
                if open_:
                    yield (
                        f"<rect{self._place(mark, start, start + step)} {self._colour(mark)}"
                        f'fill="var(--dl-mark)" opacity="{opacity}"/>'
                    )

    def _bar(self, mark: Mark) -> str:
        shape = _shape(mark)
        width = min(shape.width, BAR_OUTLINE)
        fill = f"url(#{self._hatch(mark)})" if shape.pattern else PAINTS[shape.fill]
        seen = self._seen(_Range(self._least(mark)))
        return (
            f'<rect{self._place(mark, mark.start, mark.end)} rx="{BAR // 2}" {self._colour(mark)}'
            f'fill="{fill}" stroke="{PAINTS[shape.stroke]}" stroke-width="{width}"{seen}/>'
        )

    def _disc(self, mark: Mark) -> str:
        until = self._least(mark) if mark.kind == "span" else 1e9
        seen = self._seen(_Range(below=until))
        return (
            f'<use href="#{self._symbol(_shape(mark))}" {self._colour(mark)}'
            f'x="{self._along(mark.x)}" y="{self._row(mark)}"{seen}/>'
        )

    def _rivals(self) -> Iterator[str]:
        """Rival dates where they can be told apart, joined to one; the sign of rival numbers."""
        places: dict[int, list[int]] = {}
        for index, at, _ in beside.rivals(self._scene, self._timeline):
            places.setdefault(index, []).append(at)
        for index, found in places.items():
            mark = self._scene.marks[index]
            reach = max(found) - min(found)
            if not reach:
                continue
            seen = self._seen(_Range(DISC / 2 * self._span / reach))
            lowered = f'transform="translate(0,{beside.BELOW})"'
            y, ends = self._row(mark), (self._along(min(found)), self._along(max(found)))
            yield (
                f'<g fill="var(--dl-bg)" stroke="var(--dl-mark)" stroke-width="1.5" '
                f"{self._colour(mark)}{lowered}{seen}>"
                f'<line x1="{ends[0]}" x2="{ends[1]}" y1="{y}" y2="{y}"/>'
            )
            for at in found:
                yield f'<circle cx="{self._along(at)}" cy="{y}" r="{beside.RIVAL / 2}"/>'
            yield "</g>"
        for mark in self._scene.marks:
            event = self._timeline.events[mark.index]
            if any(step.until is None for step in rivals_by_day(self._timeline, event)):
                yield (
                    f'<use href="#{self._key}-rings" {self._colour(mark)}'
                    f'x="{self._along(mark.x)}" y="{self._row(mark)}"/>'
                )

    def _least(self, mark: Mark) -> float:
        """The width of the plot from which a bar is as wide as a disc."""
        return DISC * self._span / (mark.end - mark.start)

    def _definitions(self) -> str:
        shapes = dict.fromkeys(_shape(mark) for mark in self._scene.marks)
        hatches = {
            self._hatch(mark): mark
            for mark in self._scene.marks
            if mark.kind == "span" and _shape(mark).pattern
        }
        return (
            "<defs>"
            + "".join(disc(self._symbol(shape), shape) for shape in shapes)
            + ring_pair(f"{self._key}-rings")
            + "".join(hatching(key, _shape(m), self._colour(m)) for key, m in hatches.items())
            + "</defs>"
        )

    def _symbol(self, shape: Shape) -> str:
        return f"{self._key}{list(SHAPES.values()).index(shape)}"

    def _hatch(self, mark: Mark) -> str:
        return f"{self._symbol(_shape(mark))}-{'' if mark.category is None else mark.category}"

    # --- labels -----------------------------------------------------------------------------------

    def _labels(self) -> Iterator[str]:
        """Each label at each place that it takes, with the widths at which it does."""
        runs: dict[int, list[tuple[float, tuple[Side, bool] | None]]] = {}
        scene = self._scene
        for width in self._widths:
            sides = fit_labels(scene.marks, scene.window, width)
            for mark in scene.marks:
                side = sides.get(mark.index)
                bar = box_on_screen(mark, scene.window, width).bar
                now = None if side is None else (side, bar)
                run = runs.setdefault(mark.index, [])
                if (run[-1][1] if run else None) != now:
                    run.append((width, now))
        for mark in scene.marks:
            run = runs.get(mark.index, [])
            for number, (least, how) in enumerate(run):
                if how is None:
                    continue
                until = run[number + 1][0] if number + 1 < len(run) else 1e9
                least = 0 if least == self._usual else least
                yield self._label(mark, *how, _Range(least, until))

    def _label(self, mark: Mark, side: Side, bar: bool, seen: _Range) -> str:
        away = LABEL_GAP if bar else LABEL_GAP + DISC // 2
        if side == "inside":
            at, dx, more = max(mark.start, self._scene.window[0]), INSIDE_PAD, self._inside(mark)
        elif side == "left":
            at, dx, more = (mark.start if bar else mark.x), -away, ' text-anchor="end"'
        else:
            at, dx, more = (mark.end if bar else mark.x), away, ""
        return (
            f'<text x="{self._along(at)}" y="{self._row(mark)}" dx="{dx}"{more}'
            f"{self._seen(seen)}>{_text(mark.label)}</text>"
        )

    def _inside(self, mark: Mark) -> str:
        """The colour of a text inside a filled bar, in both themes."""
        shape = _shape(mark)
        if shape.fill != "colour" or shape.pattern:
            return ""
        light, dark = (
            readable_on(theme.muted if mark.category is None else palette[mark.category])
            for theme, palette in zip(THEMES.values(), self._palettes, strict=True)
        )
        return f' style="fill:light-dark({light},{dark})"'

    # --- places -----------------------------------------------------------------------------------

    def _seen(self, right: _Range) -> str:
        """When something is seen, as attributes; those of no use to scripts are for the others."""
        margin = self._scene.margin.l + self._scene.margin.r
        parts = []
        for bound, exact, coarse in ((right.least, "w", "f"), (right.below, "u", "t")):
            if 0 < bound < 1e9:
                parts.append(f' data-{exact}="{bound:.0f}"')
                step = -(-(bound + margin) // STEP)
                if not self._scene.narrow and step <= LAST_STEP:
                    parts.append(f' data-{coarse}="{step:.0f}"')
        if not right.least <= self._usual < right.below:
            parts.append(' display="none"')
        return "".join(parts)

    def _along(self, at: float) -> str:
        """A moment as a share of the plot's width."""
        return f"{short(round((at - self._scene.window[0]) / self._span * 100, 3))}%"

    def _down(self, rows: float) -> str:
        """Rows as a share of the plot's height."""
        return f"{short(round(rows / self._scene.total_rows * 100, 3))}%"

    def _row(self, mark: Mark) -> str:
        return self._down(self._scene.y(mark))

    def _place(self, mark: Mark, start: float, end: float) -> str:
        length = short(round((end - start) / self._span * 100, 3))
        return (
            f' x="{self._along(start)}" width="{length}%" y="{self._row(mark)}" '
            f'height="{BAR}" transform="translate(0,-{BAR // 2})"'
        )

    @staticmethod
    def _colour(mark: Mark) -> str:
        return "" if mark.category is None else f'class="dl-c{mark.category}" '


def _shape(mark: Mark) -> Shape:
    return SHAPES[mark.evidence, mark.approximate]


def _seen(mark: Mark, window: tuple[int, int]) -> bool:
    return mark.latest >= window[0] and mark.earliest <= window[1]


def _text(words_: str) -> str:
    return html.escape(words_, quote=False)
