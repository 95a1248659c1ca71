"""Files are written in one step, or not at all."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from dashboard.output import OutputError, write


def test_writes_the_bytes_and_says_how_many(tmp_path: Path) -> None:
    target = tmp_path / "case.html"
    assert write(target, b"<p>\r\n\xe2\x82\xac") == 8
    assert target.read_bytes() == b"<p>\r\n\xe2\x82\xac"
    assert os.listdir(tmp_path) == ["case.html"]


def test_a_reader_sees_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    target = tmp_path / "case.html"
    versions = [bytes([letter]) * 300_000 for letter in b"ab"]
    write(target, versions[0])
    done = threading.Event()
    seen: set[bytes] = set()

    def read() -> None:
        while not done.is_set():
            seen.add(target.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for turn in range(60):
            write(target, versions[turn % 2])
    finally:
        done.set()
        reader.join()
    assert seen
    assert seen <= set(versions)


@pytest.mark.skipif(os.name != "posix", reason="permissions as in POSIX")
def test_a_new_file_gets_the_usual_permissions(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    write(tmp_path / "case.html", b"")
    assert (tmp_path / "case.html").stat().st_mode == usual.stat().st_mode


@pytest.mark.skipif(os.name != "posix", reason="permissions as in POSIX")
def test_an_existing_file_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "case.html"
    target.touch()
    target.chmod(0o640)
    write(target, b"new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert target.read_bytes() == b"new"


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    real = tmp_path / "site" / "real.html"
    real.write_bytes(b"old")
    link = tmp_path / "case.html"
    link.symlink_to(real)
    write(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_device_is_written_to_and_not_replaced() -> None:
    write(os.devnull, b"nobody reads this")
    assert not stat.S_ISREG(os.stat(os.devnull).st_mode)


def test_keeps_what_exists_when_told_to(tmp_path: Path) -> None:
    target = tmp_path / "events.yaml"
    target.write_bytes(b"mine")
    with pytest.raises(OutputError, match="exists already"):
        write(target, b"yours", overwrite=False)
    assert target.read_bytes() == b"mine"


HOPELESS = {
    "a folder": ("folder", "folder is a folder"),
    "no such folder": ("missing/case.html", "there is no folder"),
    "below a file": ("file/case.html", "file is not a folder"),
    "too long a name": ("n" * 300, "file name too long"),
    "no name at all": ("nul\0byte", "null byte|null character"),
    "links in a circle": ("circle", "symbolic link|too many levels|loop"),
}


@pytest.mark.parametrize(("name", "said"), HOPELESS.values(), ids=HOPELESS)
def test_says_why_it_cannot_and_leaves_nothing_behind(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OutputError, match=f"(?i){said}"):
        write(tmp_path / name, b"data")
    assert sorted(tmp_path.rglob("*")) == before


def test_nothing_is_left_when_writing_breaks_off(tmp_path: Path) -> None:
    target = tmp_path / "case.html"
    target.write_bytes(b"old")
    with pytest.raises(TypeError):
        write(target, "no bytes")  # type: ignore[arg-type]  # what a careless caller might do
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["case.html"]
