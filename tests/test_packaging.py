"""What a person who installs Dateline gets: the wheel, whole and without anything else."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from email import message_from_string
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
INFO = f"dateline-{PROJECT['version']}.dist-info"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built once from this tree.

    Without build isolation: the test extra holds what a build needs, and nothing is downloaded.
    """
    folder = tmp_path_factory.mktemp("wheel")
    quietly = ("--no-deps", "--no-build-isolation", "--disable-pip-version-check", "--quiet")
    built = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", str(ROOT), "-w", str(folder), *quietly],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked, which is all that installing it does to the package."""
    folder = tmp_path_factory.mktemp("site-packages")
    with ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def files(folder: str) -> set[str]:
    """Paths of all files in a folder of the source tree, relative to the tree."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_holds_the_package_its_assets_and_the_case(names: set[str]) -> None:
    code = files("dashboard") - {"dashboard/_build_hook.py"}
    assets = {f"dashboard/{name}" for name in files("assets")}
    assert assets
    assert names - {name for name in names if name.startswith(INFO)} == (
        code | assets | {"dashboard/events.yaml"}
    )


def test_says_that_it_is_typed(names: set[str]) -> None:
    assert "dashboard/py.typed" in names


def test_licences_travel_along(names: set[str]) -> None:
    assert f"{INFO}/licenses/LICENSE" in names
    assert ("dashboard/_bundle/plotly-basic.min.js" in names) == (
        "dashboard/_bundle/LICENSE" in names
    )


def test_brings_the_command_and_describes_itself(installed: Path) -> None:
    info = installed / INFO
    assert "dateline = dashboard.cli:main" in (info / "entry_points.txt").read_text("utf-8")
    metadata = message_from_string((info / "METADATA").read_text("utf-8"))
    assert metadata["Name"] == "dateline"
    assert metadata["License-Expression"] == "MIT"
    assert metadata.get_payload() == (ROOT / "README.md").read_text("utf-8")


def python(installed: Path, folder: Path, *arguments: str) -> str:
    """Run Python in some folder with the unpacked wheel as the first place to import from."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_runs_from_anywhere(installed: Path, tmp_path: Path) -> None:
    said = python(installed, tmp_path, "-m", "dashboard", "--version")
    assert PROJECT["version"] in said


def test_finds_its_own_files(installed: Path, tmp_path: Path) -> None:
    code = "from dashboard.resources import *; print(assets_folder(), example_case(), sep='\\n')"
    package = installed / "dashboard"
    assert python(installed, tmp_path, "-c", code).splitlines() == [
        str(package / "assets"),
        str(package / "events.yaml"),
    ]


def test_the_shipped_case_is_in_order(installed: Path, tmp_path: Path) -> None:
    python(installed, tmp_path, "-m", "dashboard", "check")
