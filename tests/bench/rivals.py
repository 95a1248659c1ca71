"""The rivals: fetched from npm at a fixed version, and given a page with the same marks.

Each is set up as its own guide says, with what a reader of a timeline needs: wheel zooms, drag
pans. The packages are kept in the user's cache and never in this repository.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import plotly
import plotly.graph_objects as go

from tests.bench.data import Mark, Work

__all__ = ["PACKAGES", "UnavailableError", "fetch", "plotly_page", "timelinejs_page", "vis_page"]

#: Seconds for npm.
PATIENCE = 180


class UnavailableError(RuntimeError):
    """A rival could not be had; the text says why."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package of npm.

    Attributes:
        name: With its scope.
        version: The one that is measured.
        parts: From the name in the page's folder to the place in the package.
    """

    name: str
    version: str
    parts: Mapping[str, str]


PACKAGES = {
    "vis": Package(
        "vis-timeline",
        "8.5.4",
        {
            "vis.js": "standalone/umd/vis-timeline-graph2d.min.js",
            "vis.css": "styles/vis-timeline-graph2d.min.css",
        },
    ),
    "timelinejs": Package(
        "@knight-lab/timelinejs",
        "3.9.11",
        {
            "js/timeline.js": "dist/js/timeline.js",
            "css/timeline.css": "dist/css/timeline.css",
            "css/icons": "dist/css/icons",
        },
    ),
}

#: The plotly that this project stands on, whole.
PLOTLY_VERSION: str = plotly.__version__


def cache() -> Path:
    """The folder for what was fetched."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "dateline-bench"


def fetch(key: str) -> Path:
    """The unpacked package of a rival, fetched at the first call on a machine.

    Raises:
        UnavailableError: There is no npm, or it fails.
    """
    package = PACKAGES[key]
    folder = cache() / f"{key}-{package.version}"
    if (folder / "package" / "package.json").is_file():
        return folder / "package"
    npm = shutil.which("npm")
    if npm is None:
        raise UnavailableError("npm is not on this machine")
    folder.mkdir(parents=True, exist_ok=True)
    wanted = f"{package.name}@{package.version}"
    command = [npm, "pack", wanted, "--silent", "--ignore-scripts"]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        raise UnavailableError(f"npm did not bring {wanted} within {PATIENCE} s") from None
    packed = next(folder.glob("*.tgz"), None)
    if done.returncode != 0 or packed is None:
        raise UnavailableError(f"npm could not fetch {wanted}: {done.stderr.strip()[-200:]}")
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    packed.unlink()
    return folder / "package"


def _lay_out(key: str, folder: Path, data: Any, body: str, script: str) -> Path:
    """A page with the parts of a package, its data in a script, a body and what draws it."""
    source = fetch(key)
    for name, place in PACKAGES[key].parts.items():
        part = source / place
        (folder / name).parent.mkdir(exist_ok=True)
        copy: Callable[[Path, Path], object] = shutil.copytree if part.is_dir() else shutil.copy
        copy(part, folder / name)
    names = sorted(PACKAGES[key].parts)
    styles = "".join(
        f'<link rel="stylesheet" href="{name}">' for name in names if name.endswith(".css")
    )
    scripts = "".join(f'<script src="{name}"></script>' for name in names if name.endswith(".js"))
    (folder / "data.js").write_text(f"window.DATA = {json.dumps(data)};\n", encoding="utf-8")
    page = folder / "index.html"
    page.write_text(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A timeline</title>'
        f'<link rel="icon" href="data:,">{styles}</head><body style="margin: 0">{body}{scripts}'
        f'<script src="data.js"></script><script>{script}</script></body></html>\n',
        encoding="utf-8",
    )
    return page


#: A field that filters by the title stands above the chart, as a page with a search would have it.
_VIS_BODY = '<input id="search" aria-label="Search"><div id="chart" style="height: 800px"></div>'
_VIS = """
var word = "", live = false;
var view = new vis.DataView(new vis.DataSet(DATA.items), {
  filter: function (item) { return item.content.indexOf(word) >= 0; }
});
var timeline = new vis.Timeline(document.getElementById("chart"), view,
  new vis.DataSet(DATA.groups), {height: 800});
timeline.on("changed", function () { live = true; });
document.getElementById("search").addEventListener("input", function () {
  word = this.value;
  view.refresh();
});
"""


def vis_page(work: Work, folder: Path) -> Path:
    """vis-timeline: items in a group for each category; the page of its guide, and a filter."""
    items = [
        {
            "id": number,
            "content": escape(mark.title),
            "start": mark.start,
            "group": mark.category,
            **({"type": "point"} if mark.end is None else {"end": mark.end, "type": "range"}),
        }
        for number, mark in enumerate(work.marks)
    ]
    groups = [{"id": key, "content": escape(key)} for key in _categories(work.marks)]
    return _lay_out("vis", folder, {"items": items, "groups": groups}, _VIS_BODY, _VIS)


_TIMELINEJS_BODY = '<div id="chart" style="width: 100%; height: 800px"></div>'
_TIMELINEJS = """
var timeline = new TL.Timeline("chart", DATA, {font: null});
"""


def timelinejs_page(work: Work, folder: Path) -> Path:
    """TimelineJS: a slide for each event and a group for each category."""

    def entry(mark: Mark) -> dict[str, Any]:
        start, end = mark.moments
        dates = {"start_date": start, "end_date": end}
        return {
            key: {"year": at.year, "month": at.month, "day": at.day, "hour": at.hour}
            for key, at in dates.items()
            if at is not None
        } | {"text": {"headline": escape(mark.title)}, "group": mark.category}

    events = [*map(entry, work.marks)]
    return _lay_out("timelinejs", folder, {"events": events}, _TIMELINEJS_BODY, _TIMELINEJS)


def plotly_page(work: Work, folder: Path) -> Path:
    """Plain plotly as ``write_html`` writes it: the full bundle inside, a trace a category."""
    figure = go.Figure(
        [trace for key in _categories(work.marks) for trace in _traces(key, work.marks)],
        {"dragmode": "pan", "title": {"text": "A timeline"}, "xaxis": {"type": "date"}},
    )
    page = folder / "index.html"
    figure.write_html(
        page,
        include_plotlyjs=True,
        config={"scrollZoom": True},
        default_height="800px",
        post_script="window.live = true;",
    )
    return page


def _traces(key: str, marks: Sequence[Mark]) -> list[Any]:
    instants = [mark for mark in marks if mark.category == key and mark.end is None]
    spans = [mark for mark in marks if mark.category == key and mark.end is not None]
    common: dict[str, Any] = {"name": key, "legendgroup": key}
    traces: list[Any] = []
    if instants:
        traces.append(
            go.Scatter(
                x=[mark.moments[0].isoformat() for mark in instants],
                y=[key] * len(instants),
                text=[mark.title for mark in instants],
                mode="markers",
                **common,
            )
        )
    if spans:
        traces.append(
            go.Bar(
                base=[mark.moments[0].isoformat() for mark in spans],
                x=[(mark.end or 0) - mark.start for mark in spans],
                y=[key] * len(spans),
                text=[mark.title for mark in spans],
                textposition="none",
                orientation="h",
                **common,
            )
        )
    return traces


def _categories(marks: Sequence[Mark]) -> list[str]:
    return sorted({mark.category for mark in marks})
