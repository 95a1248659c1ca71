"""The dashboard: a Dash app whose interaction runs in the browser alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dash
from dash.development.base_component import Component
from flask import Response

from dashboard import resources
from dashboard.app.callbacks import register
from dashboard.app.content import content
from dashboard.app.page import index
from dashboard.app.shell import shell
from dashboard.model import Timeline

__all__ = ["create_app"]


Shown = tuple[Timeline, str | None]


class _Dashboard(dash.Dash):
    """Dash with an index page and a layout that are made from the timeline as it is now."""

    def __init__(self, current: Callable[[], Shown], plotly: str, **options: Any) -> None:
        self._current = current
        self._plotly = plotly
        self._made: tuple[Shown, Component] | None = None
        super().__init__(__name__, **options)

    def interpolate_index(
        self,
        metas: str = "",
        title: str = "",
        css: str = "",
        config: str = "",
        scripts: str = "",
        app_entry: str = "",
        favicon: str = "",
        renderer: str = "",
    ) -> str:
        timeline, _ = self._current()
        parts = {
            "css": css,
            "config": config,
            "scripts": scripts,
            "app_entry": app_entry,
            "renderer": renderer,
        }
        return index(timeline, parts, self._plotly)

    def make_layout(self) -> Component:
        """The layout of the current state, made once however often it is asked for."""
        shown = self._current()
        made = self._made
        if made is None or made[0][0] is not shown[0] or made[0][1] != shown[1]:
            timeline, version = shown
            made = (shown, shell(content(timeline, version=version)))
            self._made = made
        return made[1]


def create_app(source: Timeline | Callable[[], Shown]) -> dash.Dash:
    """Make a Dash app that shows a timeline.

    Args:
        source: The timeline; or, for a server that follows a file, a function that returns the
            current one with a name for this state of it. Pages then ask for new states.

    Returns:
        The app. Its ``server`` is a WSGI application for any server.
    """
    current = source if callable(source) else lambda: (source, None)
    name, script = resources.plotly_bundle()
    plotly = f"/_dateline/{name}"
    app = _Dashboard(
        current,
        plotly,
        assets_folder=str(resources.assets_folder()),
        serve_locally=True,
        # Layout and callbacks are ours and tested together; the check would only send the whole
        # layout to every reader a second time.
        suppress_callback_exceptions=True,
        update_title=None,
        compress=False,
    )
    app.enable_dev_tools(debug=False, dev_tools_ui=False, dev_tools_disable_version_check=True)
    app.layout = app.make_layout
    register(app)

    def plotly_script() -> Response:
        """The one script that is not among Dash's own: its size decides how fast a page starts."""
        return Response(
            script,
            content_type="text/javascript; charset=utf-8",
            headers={"Cache-Control": "public, max-age=31536000, immutable"},
        )

    app.server.add_url_rule(plotly, "plotly", plotly_script)
    return app
