"""The index page around the app: styles, scripts, and the whole content in plain HTML.

The content stands there before any script has run and stays for those who run none: readers
without JavaScript, printers, archives and search engines. The app takes its place when it has
drawn itself.
"""

from __future__ import annotations

import html as escapes
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dash import html
from dash.development.base_component import Component

from dashboard import theme
from dashboard.app import case, markdown
from dashboard.app.article import desk
from dashboard.app.chronicle import full_chronicle
from dashboard.app.first import frame
from dashboard.app.markup import to_markup
from dashboard.model import Timeline

if TYPE_CHECKING:
    from dashboard.bulk.columns import Bulk

__all__ = ["index", "plain", "script_json", "variables", "with_dash"]

#: Parts of Dash's configuration that say something about the machine, or differ at every request
#: without being needed by a page whose callbacks all run in the browser.
NEEDLESS = ("python_version", "dash_version_url", "end_id", "plotly_cloud_installed")


def index(source: Timeline | Bulk, *, styles: str, content: str, rest: str) -> str:
    """The HTML of the page.

    Args:
        source: What it shows.
        styles: The stylesheets, as elements.
        content: All of it in plain HTML; see :func:`plain`.
        rest: The place of the live page, and what fills it.
    """
    timeline = source if isinstance(source, Timeline) else source.head
    description = markdown.plain(timeline.summary) or timeline.title
    return f"""<!DOCTYPE html>
<html lang="{escapes.escape(timeline.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="description" content="{escapes.escape(description[:300])}">
<title>{escapes.escape(timeline.title)}</title>
<link rel="icon" href="data:,">
<style>{variables(timeline)}</style>
{styles}
</head>
<body>
<div id="plain">{content}</div>
{rest}
</body>
</html>
"""


def with_dash(parts: Mapping[str, str], plotly: str) -> str:
    """The place of the live page and what fills it where Dash does.

    Args:
        parts: What Dash puts into a page: config, scripts, app_entry, renderer.
        plotly: Where the script of plotly is.
    """
    return f"""{parts["app_entry"]}
<footer>
{_quiet(parts["config"])}
<script src="{plotly}"></script>
{parts["scripts"]}
{parts["renderer"]}
</footer>"""


def variables(timeline: Timeline) -> str:
    """The colours of both themes as CSS custom properties, chosen by system and by reader."""
    light, dark = (_declarations(timeline, name) for name in ("light", "dark"))
    # Paper is light, whatever the screen was.
    return (
        f":root{{color-scheme:light;{light}}}"
        "@media screen and (prefers-color-scheme:dark)"
        f"{{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}"
        f"@media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}"
        + "".join(
            f".dl-c{number}{{--dl-mark:var(--dl-category-{number})}}"
            for number, _ in enumerate(timeline.categories)
        )
    )


def _declarations(timeline: Timeline, name: str) -> str:
    colours = theme.category_colours(timeline, name)
    values = dict(theme.css_variables(theme.THEMES[name]))
    values |= {
        f"--dl-category-{number}": colours[key] for number, key in enumerate(timeline.categories)
    }
    return ";".join(f"{key}:{value}" for key, value in values.items())


def plain(source: Timeline | Bulk) -> str:
    """The markup of the content for those who run no scripts, or none yet."""
    return to_markup(_plain(source))


def _plain(source: Timeline | Bulk) -> list[Any]:
    if not isinstance(source, Timeline):
        from dashboard.app.bulk_plain import bulk_plain

        return bulk_plain(source)
    timeline = source
    bench = desk(timeline)
    return frame(
        bench,
        [
            html.Div(markdown.render(timeline.summary), className="dl-prose"),
            html.P(case.edition_line(timeline), className="dl-note"),
            *full_chronicle(bench),
        ],
    )


def _quiet(config: str) -> str:
    """Dash's configuration without the needless parts."""

    def without(found: re.Match[str]) -> str:
        values = json.loads(found.group(2))
        for key in NEEDLESS:
            values.pop(key, None)
        # Which properties hold components; a component that is not named has none but children.
        values["children_props"] = {
            library: {name: props for name, props in components.items() if props}
            for library, components in values["children_props"].items()
        }
        return found.group(1) + script_json(values) + found.group(3)

    return re.sub(r"(<script[^>]*>)(.*?)(</script>)", without, config, flags=re.DOTALL)


def script_json(value: Any) -> str:
    """JSON that can stand inside a script element: nothing in it can end the element.

    Components in it are written as Dash has them.

    Keys are sorted, because Dash keeps some properties in sets and the same page must be the same
    bytes.
    """
    text = json.dumps(
        value,
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
        default=Component.to_plotly_json,
    )
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
