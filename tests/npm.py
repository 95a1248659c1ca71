"""Packages of npm for tests: fetched once, kept in the cache of pytest, never committed."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest


def package(request: pytest.FixtureRequest, wanted: str, name: str, proof: str) -> Path:
    """The folder that holds ``package/``, as npm gives a package out; skips where it cannot be had.

    Args:
        request: Of the fixture that asks.
        wanted: The package with its version, as npm takes it.
        name: Of the folder in the cache.
        proof: A file below the folder that is there when the package is.
    """
    assert request.config.cache is not None
    folder = request.config.cache.mkdir(name)
    if (folder / proof).is_file():
        return folder
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip(f"{wanted} comes from npm, which is not on this machine")
    done = subprocess.run(
        [npm, "pack", wanted, "--silent"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if done.returncode != 0:
        pytest.skip(f"npm could not fetch {wanted}: {done.stderr.strip()[-200:]}")
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder
