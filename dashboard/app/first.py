"""What a reader sees before any script has run: the page as it will stand, with a still picture.

The controls are those of the live page, made by the same functions, as a picture of themselves:
without ids, out of reach of pointer, keyboard and screen reader, and only where scripts will bring
the real ones. They hold the place, so that nothing moves when the live page takes over.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.app import axis, case, ids, story
from dashboard.app.chips import chips
from dashboard.app.desk import Desk
from dashboard.app.filters import NONE, terms
from dashboard.app.markup import Markup, to_markup
from dashboard.app.payload import VARIANTS
from dashboard.app.shell import bars, foot, tools
from dashboard.app.still import SCRIPT, Variant, picture
from dashboard.disclosure import stops
from dashboard.layout import Scene, layout
from dashboard.layout.ticks import Axis

__all__ = ["frame"]

#: The height of the overview with the blank above it, in pixels; see ``assets/axis.css``.
_OVERVIEW = 46

#: What only the live page needs.
_LEFT_OUT = ("A", "Dialog")
_NEEDLESS = ("id", "tabIndex", "role")
#: Actions that there is nothing to do for at the start.
_OFF = ("knownLater", "knownToday")

#: Fields that scripts make, by the id or class of what they stand in.
_NATIVE = {
    "dl-search": '<input placeholder="Search">',
    ids.KNOWN_SLIDER: '<input type="range" max="1" value="1">',
    ids.KNOWN_DAY: '<input type="date">',
}


@dataclass(frozen=True, slots=True)
class _Filled:
    """What scripts put into the controls, as it is at the start.

    Attributes:
        texts: By the id of a component, what stands in it.
        shown: Ids of those that are hidden until there is a use for them, which there is.
        hidden: Ids of those that there is no use for.
    """

    texts: Mapping[str, Any]
    shown: frozenset[str]
    hidden: frozenset[str]


def frame(desk: Desk, content: list[Any]) -> list[Any]:
    """The whole page in plain HTML.

    Args:
        desk: The timeline with what follows from it.
        content: What stands there for those who run no scripts, below the picture.
    """
    timeline = desk.timeline
    scenes = [layout(timeline, width=width) for width in VARIANTS.values()]
    spoken = axis.payload(timeline)
    axis_words = Axis(spoken["months"], spoken["bc"], spoken["ad"])
    still = picture(timeline, [Variant(scene, axis_words) for scene in scenes], _OVERVIEW)
    title = html.H1(timeline.title, dir="auto")
    if not still:
        return [
            html.Header(title, className="dl-header"),
            html.Main(html.Div(content, className="dl-plain"), className="dl-main"),
        ]
    filled = _filled(desk, scenes[0], spoken)

    def waiting(parts: Any) -> Markup:
        """Parts of the live page that nobody can reach yet."""
        inside = to_markup(_stand_in(parts, filled))
        return Markup(f'<div class="dl-first" inert aria-hidden="true">{inside}</div>')

    categories = {"children": chips(terms(timeline)["category"], desk.colours)}
    return [
        html.Header([title, waiting(tools())], className="dl-header"),
        html.Main(
            [
                html.Div(
                    [
                        waiting(bars(categories)),
                        Markup(still),
                        waiting(foot()),
                        Markup(f"<script data-first>{SCRIPT}</script>"),
                        html.Div(content, className="dl-plain"),
                    ],
                    className="dl-main",
                ),
                waiting(
                    html.Aside(
                        html.Div(case.introduction(desk), className="dl-first-panel"),
                        className="dl-panel",
                    )
                ),
            ],
            className="dl-body",
        ),
    ]


def _filled(desk: Desk, wide: Scene, spoken: Mapping[str, Any]) -> _Filled:
    timeline = desk.timeline
    clock = spoken["clock"]
    zone = f"{clock['name']} ({clock['letters']})" if clock["letters"] else clock["name"]
    timed = any(clock["timed"])
    length = wide.window[1] - wide.window[0]
    numbers: dict[str, int] = {}
    for event in timeline.events:
        key = _key(ids.count(event.category or NONE))
        numbers[key] = numbers.get(key, 0) + 1
    ranges = [
        _key(ids.window_range(action))
        for action, span in spoken["ranges"].items()
        if spoken["finest"] <= span < length * 0.7
    ]
    return _Filled(
        texts={
            ids.SENTENCE: words.counted(len(timeline.events), "event"),
            ids.ZONE_NAME: "" if timed else zone,
            ids.ZONE: html.Option(zone),
            **{key: str(number) for key, number in numbers.items()},
        },
        shown=frozenset(
            [
                *ranges,
                *([ids.STORY_BUTTON] if story.steps(timeline) else []),
                *([ids.ZONE] if timed else []),
            ]
        ),
        hidden=frozenset(
            [
                *([] if any(event.related for event in timeline.events) else [ids.RELATIONS]),
                *(
                    []
                    if list(stops((row.public, row.steps) for row in desk.days.values()))
                    else [ids.KNOWN]
                ),
                *(
                    [ids.CATEGORIES]
                    if {event.category for event in timeline.events} == {None}
                    else []
                ),
            ]
        ),
    )


def _key(id_: Any) -> str:
    return id_ if isinstance(id_, str) else json.dumps(id_, sort_keys=True)


def _stand_in(node: Any, filled: _Filled) -> Any:
    """A component as a picture of itself, in plain elements."""
    if isinstance(node, list | tuple):
        return [_stand_in(one, filled) for one in node]
    if not isinstance(node, Component):
        return node
    parts: dict[str, Any] = node.to_plotly_json()
    kind, props = parts["type"], dict(parts["props"])
    if kind in _LEFT_OUT:
        return None
    key = _key(props.get("id", ""))
    inside = _stand_in(props.pop("children", None), filled)
    if key in filled.texts:
        inside = filled.texts[key]
    field = _NATIVE.get(key) or _NATIVE.get(props.get("className", ""))
    if field:
        inside = [Markup(field), inside]
    hidden = key in filled.hidden or (props.get("hidden") and key not in filled.shown)
    kept = {
        name: value
        for name, value in props.items()
        if name not in _NEEDLESS
        and name != "hidden"
        and not name.startswith("data-")
        and (name == "aria-pressed" or not name.startswith("aria-"))
    }
    if props.get("data-action") in _OFF:
        kept["disabled"] = True
    plain: Component = getattr(html, kind)(inside, **kept, hidden=bool(hidden))
    return plain
