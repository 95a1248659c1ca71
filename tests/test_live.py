"""A timeline that follows its file, look by look: nothing here waits for a clock."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.app.watch import PATIENCE, Live, Snapshot
from dashboard.problems import ProblemError

GOOD = (
    "title: {}\nevents:\n  - date: 2020-12-10\n    title: One\n    source: https://example.org/1\n"
)
BROKEN = "title: Broken\nevents:\n  - date: yesterday\n    title: One\n"


class Desk:
    """A file on somebody's desk, and what follows it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "events.yaml"
        self.heard: list[Snapshot] = []
        self.save(GOOD.format("First"))
        self.live = Live(self.path, changed=self.heard.append)

    def save(self, text: str) -> None:
        self.path.write_text(text, encoding="utf-8")

    def look(self, times: int = 2) -> Snapshot:
        for _ in range(times):
            self.live.look()
        return self.live.current

    @property
    def title(self) -> str:
        return self.live.timeline().title


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path)
    yield opened
    opened.live.stop()


def test_a_save_shows_once_the_file_has_held_still(desk: Desk) -> None:
    before = desk.live.current
    desk.save(GOOD.format("Second"))
    desk.look(1)
    assert desk.title == "First"
    desk.look(1)
    assert desk.title == "Second"
    assert desk.live.current.version != before.version
    assert [snapshot.timeline.title for snapshot in desk.heard] == ["Second"]


def test_looking_at_an_unchanged_file_does_nothing(desk: Desk) -> None:
    before = desk.live.current
    assert desk.look(10) is before
    assert desk.heard == []


def test_a_file_that_is_still_being_written_is_left_alone(desk: Desk) -> None:
    whole = GOOD.format("Second")
    for length in range(1, len(whole), 7):
        desk.save(whole[:length])
        desk.look(1)
    assert desk.heard == []
    desk.save(whole)
    desk.look()
    assert desk.title == "Second"


def test_a_broken_save_keeps_the_last_good_version(desk: Desk) -> None:
    before = desk.live.current
    desk.save(BROKEN)
    after = desk.look()
    assert after.timeline is before.timeline
    assert after.version == before.version
    assert [(problem.line, problem.column) for problem in after.errors] == [(3, 11)]


def test_mending_a_broken_save_takes_the_problems_away(desk: Desk) -> None:
    before = desk.live.current
    desk.save(BROKEN)
    desk.look()
    desk.save(GOOD.format("First"))
    after = desk.look()
    assert after.errors == ()
    assert after.version == before.version
    assert [bool(snapshot.errors) for snapshot in desk.heard] == [True, False]


def test_another_file_in_its_place_is_a_save(desk: Desk, tmp_path: Path) -> None:
    beside = tmp_path / "beside"
    beside.write_text(GOOD.format("Other"), encoding="utf-8")
    # Same size and same time: only the file itself is another one.
    status = desk.path.stat()
    os.utime(beside, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert beside.stat().st_size == status.st_size
    beside.replace(desk.path)
    desk.look()
    assert desk.title == "Other"


def test_a_file_that_is_gone_for_a_moment_is_waited_for(desk: Desk) -> None:
    desk.path.unlink()
    desk.look(PATIENCE - 1)
    desk.save(GOOD.format("Second"))
    desk.look()
    assert [snapshot.timeline.title for snapshot in desk.heard] == ["Second"]


def test_a_file_that_stays_away_is_a_problem_until_it_is_back(desk: Desk, tmp_path: Path) -> None:
    moved = tmp_path / "moved.yaml"
    desk.path.rename(moved)
    gone = desk.look(PATIENCE + 3)
    assert [problem.message for problem in gone.errors] == ["the file is gone"]
    assert len(desk.heard) == 1
    moved.rename(desk.path)
    assert desk.look().errors == ()
    assert desk.title == "First"


def test_a_new_picture_is_a_new_version(desk: Desk, tmp_path: Path) -> None:
    picture = tmp_path / "photo.png"
    picture.write_bytes(b"old")
    desk.save(GOOD.format("First") + "    media: [{image: photo.png, alt: A photo}]\n")
    before = desk.look()
    picture.write_bytes(b"newer")
    after = desk.look()
    assert before.timeline.events[0].media
    assert after.version != before.version
    assert desk.look(5) is after


def test_the_same_bytes_have_the_same_version(desk: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(desk.path.read_bytes())
    assert Live(copy).current.version == desk.live.current.version


def test_internal_events_stay_out_of_what_others_see(tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    internal = "  - date: 2021\n    title: Two\n    visibility: internal\n"
    path.write_text(GOOD.format("First") + internal, encoding="utf-8")
    assert len(Live(path).timeline().events) == 2
    assert [event.title for event in Live(path, public=True).timeline().events] == ["One"]


def test_a_file_with_errors_cannot_be_followed(tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    with pytest.raises(ProblemError):
        Live(path)


def test_a_draft_with_errors_can_be_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    live = Live(path, wait=True)
    assert live.current.waiting
    assert (live.timeline().title, live.timeline().events) == ("events.yaml", ())
    assert [(problem.line, problem.column) for problem in live.current.errors] == [(3, 11)]
    path.write_text(GOOD.format("Mended"), encoding="utf-8")
    live.look()
    live.look()
    assert not live.current.waiting
    assert (live.timeline().title, live.current.errors) == ("Mended", ())
    # Once there has been a good version, that one stays.
    path.write_text(BROKEN, encoding="utf-8")
    live.look()
    live.look()
    assert live.timeline().title == "Mended"
    assert not live.current.waiting


def test_an_empty_file_is_a_draft_and_a_wrong_name_is_none(tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").touch()
    assert Live(tmp_path / "empty.yaml", wait=True).current.waiting
    for name in ("missing.yaml", "."):
        with pytest.raises(ProblemError):
            Live(tmp_path / name, wait=True)


def test_a_thread_looks_by_itself_and_ends_when_told(tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    path.write_text(GOOD.format("First"), encoding="utf-8")
    heard = threading.Event()
    live = Live(path, changed=lambda snapshot: heard.set())
    before = threading.active_count()
    live.start(0.005)
    path.write_text(GOOD.format("Second"), encoding="utf-8")
    assert heard.wait(timeout=60)
    live.stop()
    assert live.timeline().title == "Second"
    assert threading.active_count() == before
