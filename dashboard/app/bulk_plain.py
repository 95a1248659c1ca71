"""The content of a page of very many events for those who run no scripts: the most important ones.

A page that held a hundred thousand events in full would be read by nobody; it says how many there
are, when, and what it leaves out.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from dash import html
from dash.development.base_component import Component

from dashboard import chronology, words
from dashboard.app import case, markdown
from dashboard.app.chronicle import full_chronicle
from dashboard.app.desk import desk
from dashboard.bulk.columns import Bulk
from dashboard.bulk.excerpt import excerpt
from dashboard.bulk.heads import heads

__all__ = ["bulk_plain"]

#: How many events stand there in full.
MOST = 200


def bulk_plain(bulk: Bulk) -> list[Any]:
    """Title, summary, how many events there are by year, and the most important in full."""
    head, total = bulk.head, len(bulk.columns)
    chosen = excerpt(bulk, [int(place) for place in heads(bulk.columns, MOST)])
    return [
        html.Header(html.H1(head.title, dir="auto"), className="dl-header"),
        html.Main(
            html.Div(
                [
                    html.Div(markdown.render(head.summary), className="dl-prose"),
                    html.P(case.edition_line(head), className="dl-note"),
                    html.P(_left_out(len(chosen.events), total), className="dl-note"),
                    _by_year(bulk),
                    *full_chronicle(desk(chosen)),
                ],
                className="dl-plain",
            ),
            className="dl-main",
        ),
    ]


def _left_out(shown: int, total: int) -> str:
    events = words.counted(total, "event")
    if shown == total:
        return f"{events}."
    return (
        f"{events}. The {shown:,} most important, spread over the time, stand below with their "
        f"sources; the other {total - shown:,} need a browser that runs scripts."
    )


def _by_year(bulk: Bulk) -> Component:
    starts = bulk.columns.start.astype("datetime64[ms]").astype("datetime64[Y]").astype(np.int64)
    years, counts = np.unique(starts + 1970, return_counts=True)
    rows = [
        html.Tr([html.Th(chronology.year_name(int(year)), scope="row"), html.Td(f"{count:,}")])
        for year, count in zip(years, counts, strict=True)
    ]
    return html.Details(
        [
            html.Summary("Events by year"),
            html.Table(
                [
                    html.Thead(
                        html.Tr([html.Th("Year", scope="col"), html.Th("Events", scope="col")])
                    ),
                    html.Tbody(rows),
                ]
            ),
        ]
    )
