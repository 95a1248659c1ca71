"""What holds in every state of the page, and one reader's way through all of it."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from dashboard import load
from dashboard.layout.scene import DISC
from dashboard.resources import example_case
from tests.browser import (
    Door,
    Visitor,
    accessibility_violations,
    overlapping_pairs,
)
from tests.reader import (
    enter,
    expect_address,
    expect_chosen,
    label_boxes,
    panel,
    plot_box,
    settled,
)
from tests.test_share import CLIPBOARD, COPY

SEED = 20201210
#: Through each door, so two hundred in all.
STATES = 100

DESKTOP, PHONE = (1440, 860), (390, 844)

#: States that look different, for the tool that judges accessibility.
JUDGED = (
    "",
    "#event=svr-network-exposed",
    "#q=zzzz",
    "#q=opcw&evidence=disputed",
    "#on=2018-09-30&event=spiez-report",
    "#story=2",
    "#view=table",
    "#view=chronicle",
    "#actor=aivd&lanes=actor",
    "#relations=all&fold=1",
)


def visit(page: Page, state: str) -> None:
    """Go to a state of the page that is open, as an edited address does."""
    page.evaluate("state => { location.hash = state; }", state or "#")
    settled(page)


def random_state(chance: random.Random) -> str:
    """An address that a reader could come to."""
    timeline = load(example_case())
    parts: dict[str, str] = {}

    def sometimes(key: str, value: str, share: float) -> None:
        if chance.random() < share:
            parts[key] = value

    start = chance.uniform(1.4e12, 1.7e12)
    span = 10 ** chance.uniform(7, 11.3)
    sometimes("event", chance.choice(timeline.events).id, 0.4)
    sometimes("q", chance.choice(["opcw", "ema", "russia", "spies", "the hague"]), 0.2)
    sometimes("category", chance.choice(list(timeline.categories)), 0.2)
    sometimes("evidence", chance.choice(["disputed", "single-source", "corroborated"]), 0.2)
    sometimes("lanes", chance.choice(["actor", "place", "evidence", "none"]), 0.5)
    sometimes("theme", chance.choice(["light", "dark"]), 0.3)
    sometimes("relations", "all", 0.2)
    sometimes("fold", "1", 0.2)
    sometimes("on", f"{chance.randint(2018, 2024)}-{chance.randint(1, 12):02d}-01", 0.2)
    if chance.random() < 0.6:
        parts |= {"from": _iso(start), "to": _iso(start + span)}
    return f"#{urlencode(parts)}"


def _iso(ms: float) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def test_no_label_overlaps_or_is_cut_in_any_state(door: Door, open_page: Visitor) -> None:
    chance = random.Random(f"{SEED}{door.name}")
    page = enter(door, open_page, width=1440, height=900)
    seen = 0
    widths = [360, 600, 820, 1024, 1440, 1920]
    states = [(chance.choice(widths), random_state(chance)) for _ in range(STATES)]
    # Width by width: to make a window wider costs as much as to show another state.
    for width, group in groupby(sorted(states), key=itemgetter(0)):
        page.set_viewport_size({"width": width, "height": 900})
        for _, state in group:
            visit(page, state)
            labels, plot = label_boxes(page), plot_box(page)
            assert not overlapping_pairs(labels), f"{state} at {width}"
            assert all(label.inside(plot, slack=1.5) for label in labels), f"{state} at {width}"
            seen += len(labels)
    assert seen > STATES


_SIDES = """() => {
    const scene = dateline.page.scene;
    return Object.keys(scene.sides).map(Number).map(index => {
        const box = dateline.boxOf(scene, index);
        const [left, right] = dateline.labelSpan(scene, box, scene.sides[index]);
        return {index, left, right, mark: (box.left + box.right) / 2, bar: box.bar};
    });
}"""


def test_zooming_in_hides_no_label_that_stays_in_view(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, width=1440, height=900)
    chance = random.Random(SEED)
    compared = 0
    for _ in range(6):
        visit(page, "")
        for _ in range(5):
            before = page.evaluate(_SIDES)
            low, high, width = page.evaluate(
                "() => [...dateline.page.scene.window, dateline.page.scene.width]"
            )
            around = chance.choice(before)["mark"] / width
            page.evaluate(
                """([low, high, around]) => {
                    const middle = low + (high - low) * around, span = (high - low) * 0.6;
                    dateline.go({from: middle - span * around, to: middle + span * (1 - around)});
                }""",
                [low, high, around],
            )
            settled(page)
            after = {entry["index"] for entry in page.evaluate(_SIDES)}
            for label in before:
                # Where mark and label come to lie at the new zoom; bars reach elsewhere.
                mark = (label["mark"] - around * width) / 0.6 + around * width
                left = mark - max(label["mark"] - label["left"], DISC / 2)
                right = mark + max(label["right"] - label["mark"], DISC / 2)
                if label["bar"] or left < 0 or right > width:
                    continue
                assert label["index"] in after, json.dumps(label)
                compared += 1
    assert compared > 30


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_any_state(
    door: Door, open_page: Visitor, size: tuple[int, int]
) -> None:
    """Every state at both sizes through both doors, and in both themes through one of them: the
    colours of a state are the same behind each.
    """
    page = enter(door, open_page, width=size[0], height=size[1])
    schemes = ["light", "dark"]
    turn = (door.name == "frozen") ^ (size == PHONE)
    found: dict[str, Any] = {}
    for number, state in enumerate(JUDGED):
        scheme = schemes[(number + turn) % 2]
        part = f"theme={scheme}"
        visit(page, f"{state}&{part}" if state else f"#{part}")
        violations = accessibility_violations(page)
        if violations:
            found[f"{state} {scheme}"] = violations
    assert not found


def test_a_reader_with_the_mouse_hidden_finds_the_way(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, permissions=COPY)
    press = page.keyboard.press

    # Find the expulsion by searching, and open it.
    press("/")
    page.keyboard.type("AIVD says it exposed")
    settled(page)
    press("Escape")
    press("j")
    expect_chosen(page, "AIVD says it exposed")

    # Hear its claims: who says what, and who denies it.
    heard = panel(page).aria_snapshot()
    assert "Asserted" in heard
    assert "AIVD" in heard
    assert "Denied" in heard

    # Follow the relation to the EMA case, of which no link is known.
    link = panel(page).locator(".dl-relation--no-known-link a[href='#event=ema-disclosure']")
    link.focus()
    press("Enter")
    expect_chosen(page, "EMA discloses")
    expect(panel(page)).to_contain_text("No known link")

    # Clear the search and leave only what is disputed.
    clear = page.get_by_role("button", name="Clear", exact=True)
    clear.focus()
    press("Enter")
    page.get_by_role("button", name="Filters").focus()
    press("Enter")
    page.get_by_role("checkbox", name="Disputed").focus()
    press("Space")
    press("Escape")
    expect_address(page, "evidence=disputed")

    # As it was known on 30 September 2018.
    day = page.get_by_label("Another day").or_(page.locator(".dl-known input[type=date]")).first
    day.fill("2018-09-30")
    expect_address(page, "on=2018-09-30")
    settled(page)
    shown = page.locator("#chronicle .dl-entry:visible").all_inner_texts()
    assert shown
    assert not any("OPCW" in title and "MIVD stops" in title for title in shown)

    # The link, copied and opened elsewhere, shows the same.
    page.get_by_role("button", name="Share").focus()
    press("Enter")
    window = page.get_by_role("dialog", name="Share")
    window.get_by_role("button", name="Copy link").focus()
    press("Enter")
    expect(window.get_by_role("status")).to_have_text("Link copied.")
    copied = page.evaluate(CLIPBOARD)
    assert copied == page.url
    press("Escape")
    elsewhere = open_page(copied)
    settled(elsewhere)
    assert elsewhere.locator("#chronicle .dl-entry:visible").all_inner_texts() == shown
    assert elsewhere.locator("#sentence").inner_text() == page.locator("#sentence").inner_text()
    expect_chosen(elsewhere, panel(page).get_by_role("heading", level=2).first.inner_text())
