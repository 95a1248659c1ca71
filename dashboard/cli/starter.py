"""The file that ``dateline new`` writes: small, valid, and an example of what matters most."""

from __future__ import annotations

__all__ = ["STARTER"]

STARTER = """\
# A timeline for Dateline. See it:      dateline serve events.yaml
#                          Check it:    dateline check events.yaml
#                          Publish it:  dateline export events.yaml -o case.html
#
# Only `date` and `title` are needed for an event; everything else can come later.

title: The harbour pilot case
summary: An invented case that shows how a file is written. Replace it with your own.
timezone: Europe/Amsterdam        # the zone of every date that names none

categories:                       # one lane and one colour each, in this order
  event: Events
  statement: Statements

actors:                           # who acts or speaks
  harbour: {name: Harbour Authority, kind: agency}
  line: {name: Example Shipping Line, short: Example Line, kind: company}

sources:                          # documents that several events refer to
  report:
    url: https://example.org/harbour/report
    title: Report on the collision
    publisher: Harbour Authority
    published: 2024-03-20
    language: en
    kind: official

events:
  - id: collision
    date: 2024-03-02T06:40        # a time; a day is 2024-03-02, a month 2024-03
    title: A ferry hits the quay
    category: event
    importance: 5                 # 1 to 5; decides which labels stay when there is little room
    actors: [line]
    sources: [report]
    claims:                       # who says what; a denial makes the event disputed
      - by: harbour
        stance: asserts
        says: The ferry was faster than the pilot had ordered.
        date: 2024-03-20
        sources: [report]
      - by: line
        stance: denies
        says: The ferry kept to the speed that was ordered.
        date: 2024-03-21
        sources: [https://example.org/news/line-replies]

  - id: warning
    date: 2023-11~                # about November 2023; [2023-11-03,2023-11-04] is one of two days
    known: 2024-03-20             # when it became public
    title: Pilots are said to warn of the berth
    category: statement
    actors: [harbour]
    sources: [report]

  - id: publication
    date: 2024-03-20
    title: The authority publishes its report
    summary: The report names the **speed** as the cause.
    category: statement
    actors: [harbour]
    sources:
      - report
      - url: https://example.org/news/report-published
        publisher: Example News
        published: 2024-03-20
    related:                      # how one event bears on another, and why
      - to: collision
        kind: discloses
        note: It gives the speed of the ferry for the first time.
        sources: [report]
"""
