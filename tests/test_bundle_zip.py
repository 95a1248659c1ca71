"""Everything in one archive, with a manifest that can be checked."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboard import load, loads
from dashboard.citation import data_hash, imprint
from dashboard.cli import main
from dashboard.model import Timeline
from dashboard.output import OutputError
from dashboard.outputs import TARGETS
from dashboard.outputs.bundle import MANIFEST, bundle
from dashboard.outputs.target import Made, Target, Wanted
from dashboard.resources import example_case

#: Kinds that need no program or library beyond the base.
CHEAP = [target for target in TARGETS if target.in_bundle and target.extra is None]

PICTURED = """\
title: Pictured
edition: {version: "2", date: 2024-01-01, author: A, licence: L, url: https://example.org/case}
events:
  - {date: 2018, title: One, media: [{image: photos/one.png, alt: Something}], source: https://a.example}
  - {date: 2019, title: Two, visibility: internal}
"""


@pytest.fixture(scope="module")
def case() -> Timeline:
    return load(example_case()).public()


def opened(made: Made) -> zipfile.ZipFile:
    (data,) = made.files.values()
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    return archive


def manifest_of(archive: zipfile.ZipFile, folder: str) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(archive.read(f"{folder}/{MANIFEST}"))
    return manifest


@pytest.fixture(scope="module")
def made(case: Timeline) -> Made:
    return bundle(case, Wanted("case.zip"), CHEAP)


def test_the_manifest_names_every_file_with_its_hash(case: Timeline, made: Made) -> None:
    archive = opened(made)
    manifest = manifest_of(archive, "case")
    names = {name.removeprefix("case/") for name in archive.namelist()} - {MANIFEST}
    assert [entry["name"] for entry in manifest["files"]]
    assert {entry["name"] for entry in manifest["files"]} == names
    for entry in manifest["files"]:
        data = archive.read(f"case/{entry['name']}")
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]
        assert len(data) == entry["bytes"]
    assert manifest["data"] == data_hash(case)
    assert manifest["imprint"] == imprint(case)
    assert (manifest["events"], manifest["sources"]) == (len(case.events), len(case.sources))


def test_every_kind_is_in_it(made: Made) -> None:
    names = {name.removeprefix("case/") for name in opened(made).namelist()}
    assert {"case.html", "case.yaml", "case.json", "case.csv", "case.ics"} <= names
    assert {"case.timelinejs.json", "case.timelinejs-sheet.csv", "case.stix.json"} <= names
    assert len(names) >= len(CHEAP) + 1


def test_what_is_in_it_is_the_timeline(case: Timeline, made: Made) -> None:
    archive = opened(made)
    for suffix in (".yaml", ".json"):
        text = archive.read(f"case/case{suffix}").decode()
        assert data_hash(loads(text, suffix=suffix)) == data_hash(case)


def test_losses_are_written_down(made: Made) -> None:
    files = {entry["name"]: entry for entry in manifest_of(opened(made), "case")["files"]}
    assert any("claims" in loss for loss in files["case.ics"]["losses"])
    assert "losses" not in files["case.json"]


def test_the_same_timeline_gives_the_same_bytes(case: Timeline, made: Made) -> None:
    assert bundle(case, Wanted("case.zip"), CHEAP).files == made.files
    assert {entry.date_time for entry in opened(made).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_cannot_be_made_is_named_with_its_reason(case: Timeline) -> None:
    def refuse(timeline: Timeline, wanted: Wanted) -> Made:
        raise OutputError("no browser was found", "install one")

    kinds = [Target("picture", "a picture", ".png", refuse), *CHEAP[1:3]]
    made = bundle(case, Wanted("x.zip"), kinds)
    assert made.losses == ("x.png is left out: no browser was found (install one)",)
    assert manifest_of(opened(made), "x")["left_out"] == {
        "x.png": "no browser was found (install one)"
    }


def test_pictures_of_the_timeline_lie_where_the_file_says(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/one.png").write_bytes(b"\x89PNG")
    (tmp_path / "case.yaml").write_text(PICTURED)
    timeline = load(tmp_path / "case.yaml").public()
    own = [target for target in CHEAP if target.name in ("yaml", "json")]
    archive = opened(bundle(timeline, Wanted("p.zip"), own))
    assert archive.read("p/photos/one.png") == b"\x89PNG"
    archive.extractall(tmp_path / "out")
    assert load(tmp_path / "out/p/p.yaml").events == timeline.events
    manifest = manifest_of(archive, "p")
    assert manifest["published"] == "https://example.org/case"
    assert manifest["edition"]["version"] == "2"


def test_the_command_makes_one_without_internal_events(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in.yaml").write_text(PICTURED.replace("title: Two", "title: Kept at home"))
    assert main(["export", str(tmp_path / "in.yaml"), "-o", str(tmp_path / "out.zip")]) == 0
    out, err = capfd.readouterr()
    assert "Left out: 1 internal event." in err
    assert f"{tmp_path / 'out.zip'}, " in out
    archive = zipfile.ZipFile(tmp_path / "out.zip")
    left_out = manifest_of(archive, "out").get("left_out", {})
    for name, reason in left_out.items():
        assert f"{name} is left out: {reason}" in err
    made = {name.removeprefix("out/") for name in archive.namelist()}
    # Every kind is there, or it is said why not.
    assert {target.suffix for target in TARGETS if target.in_bundle} <= {
        Path(name).suffix for name in made | left_out.keys()
    }
    for name in archive.namelist():
        assert b"Kept at home" not in archive.read(name)


def test_no_kind_takes_the_name_of_another() -> None:
    names = [replace(target, make=CHEAP[0].make).name for target in TARGETS]
    assert len(set(names)) == len(names)
