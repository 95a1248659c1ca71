"""What a page draws of its chart by itself, beside what plotly draws of the same figure."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

__all__ = ["expect_as_plotly"]

#: All else of the chart that plotly is not asked for, on the page and in plotly's own drawing of
#: the whole figure: places from the corner of the chart, in pixels.
_BOTH = """() => {
  const plot = document.querySelector('#chart .js-plotly-plot');
  const tell = (home, texts, names, bands, fills, lines, words) => {
    const corner = home.getBoundingClientRect();
    const of = (selector, ...names) => [...home.querySelectorAll(selector)].map(node => {
      const box = node.getBoundingClientRect();
      const style = getComputedStyle(node);
      return {
        said: node.textContent,
        look: ['opacity', ...names].map(name => style[name]),
        box: [box.left - corner.left, box.top - corner.top, box.width, box.height],
      };
    }).filter(one => one.box[3] && one.look[0] !== '0')
      .sort((a, b) => a.box[1] - b.box[1] || a.box[0] - b.box[0]);
    const ground = ['fill', 'fillOpacity'];
    const font = [...ground, 'fontFamily', 'fontSize', 'fontWeight'];
    return {
      labels: of(texts, ...font, 'textShadow', 'textAnchor', 'whiteSpace'),
      names: of(names, ...font), words: of(words, ...font),
      bands: of(bands, ...ground).filter(one => one.box[2]), fills: of(fills, ...ground),
      lines: of(lines, 'stroke', 'strokeWidth', 'strokeDasharray').filter(one => !one.box[2]),
    };
  };
  const straight = tell(plot, '.dl-texts text', '.dl-names tspan', '.dl-bands rect', '.dl-fill',
    '.dl-lines line', '.dl-upright text');
  const alone = plot.parentNode.appendChild(document.createElement('div'));
  const role = { label: 'l', crowd: 'c' };
  const data = plot.figure.data.map(trace => structuredClone(
    {...trace, meta: {...trace.meta, role: role[trace.meta.role] || trace.meta.role}}));
  const layout = structuredClone(plot.figure.layout);
  const size = {width: plot.getBoundingClientRect().width, autosize: false};
  return Plotly.newPlot(alone, data, {...layout, ...size}).then(() => {
    const plain = tell(alone, '.textpoint text', '.annotation:not([data-index="none"]) tspan',
      '.layer-below .shapelayer path', '.js-fill', '.shapelayer path', '.annotation text');
    const lanes = plot.figure.layout.annotations.filter(note => /^lane:/.test(note.name))
      .map(note => note.text.replace(/<[^>]*>/g, ' '));
    plain.names = plain.names.filter(name => lanes.some(lane => lane.includes(name.said)));
    const words = straight.words.map(one => one.said);
    plain.words = plain.words.filter(one => words.includes(one.said));
    plain.labels = plain.labels.filter(one => straight.labels.some(own => own.said === one.said));
    Plotly.purge(alone);
    alone.remove();
    return [straight, plain];
  });
}"""

#: How far a box may lie from plotly's, in pixels: lines of text are a little less apart.
SLACK = {"labels": 0.6, "names": 1.5, "bands": 0.6, "fills": 1.1, "lines": 0.6, "words": 1.0}


def expect_as_plotly(page: Page, *kinds: str) -> None:
    """What is drawn of these kinds looks as plotly's own drawing, and lies where that does."""
    # All marks are plotly's until the browser is idle.
    if "labels" in kinds:
        page.wait_for_selector("#chart .dl-texts text", state="attached")
    straight, plain = page.evaluate(_BOTH)
    for kind in kinds:
        mine, theirs = straight[kind], plain[kind]
        assert mine, kind
        assert _told(mine) == _told(theirs)
        for one, other in zip(mine, theirs, strict=True):
            assert one["box"] == pytest.approx(other["box"], abs=SLACK[kind]), one["said"]


def _told(found: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    return [(one["said"], one["look"]) for one in found]
