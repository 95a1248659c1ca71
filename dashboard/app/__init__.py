"""The dashboard: a Dash app whose interaction runs in the browser alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dash
from dash import dcc
from dash.development.base_component import Component
from flask import Response

from dashboard import resources
from dashboard.app import ids, supply
from dashboard.app.callbacks import register
from dashboard.app.content import content
from dashboard.app.large import shown_as
from dashboard.app.own import Own, gathered, own
from dashboard.app.page import index, plain, with_dash
from dashboard.app.shell import shell
from dashboard.model import Timeline

if TYPE_CHECKING:
    from dashboard.bulk.columns import Bulk

__all__ = ["create_app"]


Shown = tuple["Timeline | Bulk", str | None]


class _Dashboard(dash.Dash):
    """Dash with an index page and a layout that are made from the timeline as it is now."""

    def __init__(self, current: Callable[[], Shown], plotly: str, **options: Any) -> None:
        self._current = current
        self._plotly = plotly
        self._made: tuple[Shown, list[Component]] | None = None
        self._told: tuple[Shown, str] | None = None
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
        source, _ = self._current()
        css, scripts = gathered(css, scripts, self.own())
        parts = {
            "config": config,
            "scripts": scripts,
            "app_entry": app_entry,
            "renderer": renderer,
        }
        rest = with_dash(parts, self._plotly)
        return index(shown_as(source), styles=css, content=self._plain(), rest=rest)

    def own(self) -> Own:
        """Our scripts and styles as they are now."""
        return own(Path(self.config.assets_folder))

    def make_layout(self) -> list[Component]:
        """The layout of the current state, made once however often it is asked for."""
        shown = self._current()
        if self._made is None or not _same(self._made[0], shown):
            source, version = shown
            made = content(source, version=version)
            self._made = (shown, [dcc.Store(id=ids.PAYLOAD, **made[ids.PAYLOAD]), shell(made)])
        return self._made[1]

    def _plain(self) -> str:
        """The plain content of the current state, made once likewise."""
        shown = self._current()
        if self._told is None or not _same(self._told[0], shown):
            self._told = (shown, plain(shown_as(shown[0])))
        return self._told[1]


def create_app(source: Timeline | Bulk | Callable[[], Shown]) -> dash.Dash:
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
        return _lasting(script)

    def own_script(digest: str) -> Response:
        """Our own, under the name that the page asks for."""
        found = app.own()
        return _lasting(found.script) if found.name == f"page-{digest}.js" else Response(status=404)

    app.server.add_url_rule(plotly, "plotly", plotly_script)
    app.server.add_url_rule("/_dateline/page-<digest>.js", "own", own_script)

    def large() -> Bulk | None:
        shown = shown_as(current()[0])
        return None if isinstance(shown, Timeline) else shown

    supply.register(app, large)
    return app


def _lasting(script: str | bytes) -> Response:
    """A script whose name says what is in it, so that a browser never asks for it twice."""
    return Response(
        script,
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )


def _same(one: Shown, other: Shown) -> bool:
    """Whether two states are the same one, without a look at what is in them."""
    return one[0] is other[0] and one[1] == other[1]
