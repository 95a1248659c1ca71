"""Take plotly's basic bundle along when a wheel or an editable install is built.

Dateline draws with scatter and bar traces only. The basic bundle holds just these, is a quarter of
the size of the full one, and a page shows its first marks in a third of the time. It is on npm and
not in the Python package, so it is fetched here, once, and never committed.

Nothing here may fail a build: without npm, without a network, or when the package is not what it
should be, the build goes on and Dateline uses the full bundle that plotly brings. Installed
packages do not contain this file.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "plotly.js-basic-dist-min"
#: From the place of a file inside the npm package to its name in ``dashboard/_bundle``. The licence
#: (MIT) asks to travel along.
FILES = {"package/plotly-basic.min.js": "plotly-basic.min.js", "package/LICENSE": "LICENSE"}
#: Says which version of plotly.js the folder holds; written last, so a half-made folder has none.
VERSION_FILE = "VERSION"
#: Seconds for all that npm does.
TIMEOUT = 60


class BundleError(Exception):
    """The bundle cannot be had; the text says why."""


class BundleHook(BuildHookInterface[BuilderConfig]):
    """Hatchling calls :meth:`initialize` before it collects the files of a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bring ``dashboard/_bundle`` to the version of plotly.js that the build's plotly has.

        Args:
            version: ``standard`` or ``editable``; both get the bundle.
            build_data: Hatchling's own; left as it is.
        """
        if warning := provide(Path(self.root, "dashboard", "_bundle"), plotlyjs_version()):
            self.app.display_warning(warning)


def provide(folder: Path, version: str) -> str | None:
    """Make the folder hold the bundle of this version, or not exist.

    Returns:
        None when the bundle is there, else a sentence that says why it is not.
    """
    if bundled_version(folder) == version:
        return None
    # A bundle of another version would never be used, so it does not stay either.
    shutil.rmtree(folder, ignore_errors=True)
    try:
        place(fetch(version), version, folder)
    except (BundleError, OSError) as problem:
        return (
            f"plotly's basic bundle {version} is not included ({problem}); pages will carry "
            "plotly's full bundle, which works the same and starts more slowly"
        )
    return None


def plotlyjs_version() -> str:
    """Version of plotly.js inside the plotly of the build environment, such as ``4.1.1``."""
    from plotly.offline import get_plotlyjs_version

    return str(get_plotlyjs_version())


def bundled_version(folder: Path) -> str | None:
    """Version of plotly.js that the folder holds, or None when it holds no whole bundle."""
    try:
        return (folder / VERSION_FILE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def fetch(version: str) -> dict[str, bytes]:
    """Get the files of the basic bundle from npm, under their names in ``dashboard/_bundle``.

    Raises:
        BundleError: npm is missing or fails, or the package is not the one asked for.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise BundleError("there is no npm on PATH")
    # One retry instead of npm's growing pauses: a build on a closed network should not stall.
    command = [npm, "pack", "--ignore-scripts", "--fetch-retries=1", "--fetch-timeout=20000"]
    with tempfile.TemporaryDirectory(prefix="dateline-npm-") as folder:
        try:
            subprocess.run(
                [*command, f"{PACKAGE}@{version}"],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=True,
                timeout=TIMEOUT,
            )
        except subprocess.TimeoutExpired:
            raise BundleError(f"npm gave no answer within {TIMEOUT} seconds") from None
        except subprocess.CalledProcessError as failure:
            raise BundleError(f"npm said: {_gist(failure.stderr)}") from None
        archives = list(Path(folder).glob("*.tgz"))
        if len(archives) != 1:
            raise BundleError("npm packed nothing")
        return unpack(archives[0], version)


def unpack(archive: Path, version: str) -> dict[str, bytes]:
    """Read the wanted files out of an npm package and make sure that they are what they say.

    Raises:
        BundleError: The archive is damaged, incomplete, or of another version.
    """
    try:
        with tarfile.open(archive) as package:
            about = json.loads(_member(package, "package/package.json"))
            files = {name: _member(package, member) for member, name in FILES.items()}
    except (tarfile.TarError, EOFError, ValueError) as problem:
        raise BundleError(f"the npm package cannot be read: {problem}") from None
    if (about.get("name"), about.get("version")) != (PACKAGE, version):
        raise BundleError(f"the npm package is {about.get('name')} {about.get('version')}")
    banner = files["plotly-basic.min.js"][:400].decode("utf-8", "replace")
    if not re.search(rf"plotly\.js \(basic\b.*\bv{re.escape(version)}\s", banner):
        raise BundleError(f"the script does not call itself plotly.js basic {version}")
    return files


def place(files: dict[str, bytes], version: str, folder: Path) -> None:
    """Write the bundle; the version last, because it vouches for the rest."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / VERSION_FILE).write_text(version + "\n", encoding="utf-8")


def _member(package: tarfile.TarFile, name: str) -> bytes:
    try:
        file = package.extractfile(name)
    except KeyError:
        file = None
    if file is None:
        raise BundleError(f"the npm package has no {name}")
    with file:
        return file.read()


def _gist(output: bytes) -> str:
    """The first lines of what npm says, which name the failure; its last ones name a log file."""
    lines = [
        line.removeprefix("npm error").strip()
        for line in output.decode("utf-8", "replace").splitlines()
    ]
    return ", ".join([line for line in lines if line][:2]) or "nothing"
