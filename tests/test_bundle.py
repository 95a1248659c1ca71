"""Plotly's small bundle: taken along when it is right, done without when it is not."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs_version

from dashboard import _build_hook as hook
from dashboard import resources

VERSION = "4.1.1"
BANNER = "/**\n* plotly.js (basic - minified) v{}\n* Copyright\n*/\nvar Plotly={{}};"


def package(path: Path, **changes: str | None) -> Path:
    """An npm package as it should be, but for some files changed or, with None, left out."""
    files: dict[str, str | None] = {
        "package.json": json.dumps({"name": hook.PACKAGE, "version": VERSION}),
        "plotly-basic.min.js": BANNER.format(VERSION),
        "LICENSE": "MIT",
    }
    with tarfile.open(path, "w:gz") as archive:
        for name, text in (files | changes).items():
            if text is not None:
                member = tarfile.TarInfo(f"package/{name}")
                member.size = len(text.encode())
                archive.addfile(member, io.BytesIO(text.encode()))
    return path


def test_a_good_package_gives_script_and_licence(tmp_path: Path) -> None:
    files = hook.unpack(package(tmp_path / "good.tgz"), VERSION)
    assert sorted(files) == ["LICENSE", "plotly-basic.min.js"]
    assert files["LICENSE"] == b"MIT"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"package.json": json.dumps({"name": hook.PACKAGE, "version": "4.1.10"})},
            r"is .*4\.1\.10",
        ),
        ({"package.json": json.dumps({"name": "other", "version": VERSION})}, "is other"),
        ({"package.json": "{"}, "cannot be read"),
        ({"package.json": None}, "has no package/package.json"),
        ({"plotly-basic.min.js": BANNER.format("4.1.10")}, "does not call itself"),
        ({"plotly-basic.min.js": BANNER.format(VERSION).replace("basic", "full")}, "does not call"),
        ({"plotly-basic.min.js": None}, "has no package/plotly-basic.min.js"),
        ({"LICENSE": None}, "has no package/LICENSE"),
    ],
)
def test_a_wrong_package_is_refused(
    tmp_path: Path, changes: dict[str, str | None], reason: str
) -> None:
    with pytest.raises(hook.BundleError, match=reason):
        hook.unpack(package(tmp_path / "wrong.tgz", **changes), VERSION)


def test_a_damaged_package_is_refused(tmp_path: Path) -> None:
    whole = package(tmp_path / "whole.tgz").read_bytes()
    damaged = tmp_path / "damaged.tgz"
    damaged.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(hook.BundleError, match="cannot be read"):
        hook.unpack(damaged, VERSION)


# --- What a build ends up with --------------------------------------------------------------------

Npm = Callable[[str], None]


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Npm:
    """Takes npm away; a call puts a shell script in its place."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def install(script: str) -> None:
        path = folder / "npm"
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    return install


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*")}


def test_build_takes_the_bundle_along(npm: Npm, tmp_path: Path) -> None:
    npm(f"command -p cp {package(tmp_path / 'good.tgz')} .")
    folder = tmp_path / "dashboard" / "_bundle"
    assert hook.provide(folder, VERSION) is None
    assert contents(folder) == {
        "LICENSE": "MIT",
        "VERSION": f"{VERSION}\n",
        "plotly-basic.min.js": BANNER.format(VERSION),
    }


def test_build_asks_npm_for_the_exact_version(npm: Npm, tmp_path: Path) -> None:
    npm('echo "npm error asked: $*" >&2; exit 1')
    warning = hook.provide(tmp_path / "_bundle", VERSION)
    assert warning is not None
    assert f"{hook.PACKAGE}@{VERSION}" in warning


def test_build_keeps_a_bundle_that_fits(npm: Npm, tmp_path: Path) -> None:
    npm("exit 1")
    hook.place({"plotly-basic.min.js": b"kept"}, VERSION, tmp_path / "_bundle")
    assert hook.provide(tmp_path / "_bundle", VERSION) is None
    assert contents(tmp_path / "_bundle")["plotly-basic.min.js"] == "kept"


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (None, "no npm on PATH"),
        ("echo 'npm error code ENOTFOUND' >&2; exit 1", "npm said: code ENOTFOUND"),
        ("exit 1", "npm said: nothing"),
        ("exit 0", "npm packed nothing"),
        ("echo nonsense >package.tgz", "cannot be read"),
        ("exec /bin/sleep 60", "no answer within"),
    ],
)
def test_build_goes_on_without(
    npm: Npm,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str | None,
    reason: str,
) -> None:
    monkeypatch.setattr(hook, "TIMEOUT", 60 if script != "exec /bin/sleep 60" else 0.1)
    if script is not None:
        npm(script)
    folder = tmp_path / "_bundle"
    hook.place({"plotly-basic.min.js": b"of last year"}, "3.0.0", folder)
    warning = hook.provide(folder, VERSION)
    assert warning is not None
    assert reason in warning
    assert not folder.exists(), "a bundle of another version would be dead weight"


# --- What a page gets -----------------------------------------------------------------------------


def test_page_gets_the_basic_bundle_of_the_right_version(tmp_path: Path) -> None:
    version = get_plotlyjs_version()
    hook.place({"plotly-basic.min.js": b"basic"}, version, tmp_path)
    assert resources.plotly_bundle(tmp_path) == (f"plotly-basic-{version}.min.js", b"basic")


@pytest.mark.parametrize("bundled", [None, "3.0.0"])
def test_page_gets_the_full_bundle_otherwise(tmp_path: Path, bundled: str | None) -> None:
    if bundled:
        hook.place({"plotly-basic.min.js": b"basic"}, bundled, tmp_path)
    version = get_plotlyjs_version()
    name, script = resources.plotly_bundle(tmp_path)
    assert name == f"plotly-{version}.min.js"
    assert f"plotly.js v{version}".encode() in script[:200]


def test_resources_are_found() -> None:
    assert resources.assets_folder().is_dir()
    assert resources.example_case().name == "events.yaml"
