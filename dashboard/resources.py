"""Files that travel with the package: assets, the example case, plotly's script.

They have two homes. In an installed package they lie inside ``dashboard/``; in the source tree,
which is also where an editable install looks, they lie beside it.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["assets_folder", "example_case", "plotly_bundle"]

_PACKAGE = Path(__file__).resolve().parent
_BUNDLE = _PACKAGE / "_bundle"


def assets_folder() -> Path:
    """Folder of the dashboard's own scripts and stylesheets.

    Raises:
        FileNotFoundError: The installation is damaged.
    """
    return _find("assets")


def example_case() -> Path:
    """The ``events.yaml`` that Dateline ships with.

    Raises:
        FileNotFoundError: The installation is damaged.
    """
    return _find("events.yaml")


def plotly_bundle(folder: Path = _BUNDLE) -> tuple[str, bytes]:
    """Plotly's JavaScript, and a file name for it that names bundle and version.

    The basic bundle (scatter, bar, pie) when the package was built with one of the same version as
    the installed plotly, because plotly's Python and JavaScript only fit together in pairs; else
    the full bundle that plotly brings. For what Dateline draws there is no difference but size.

    Args:
        folder: Where the build has put the basic bundle.

    Returns:
        Name, such as ``plotly-basic-4.1.1.min.js``, and the script as UTF-8.
    """
    from plotly.offline import get_plotlyjs, get_plotlyjs_version

    version = get_plotlyjs_version()
    if _bundled_version(folder) == version:
        return f"plotly-basic-{version}.min.js", (folder / "plotly-basic.min.js").read_bytes()
    return f"plotly-{version}.min.js", get_plotlyjs().encode()


def _bundled_version(folder: Path) -> str | None:
    try:
        return (folder / "VERSION").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def _find(name: str) -> Path:
    for folder in (_PACKAGE, _PACKAGE.parent):
        if (found := folder / name).exists():
            return found
    raise FileNotFoundError(
        f"'{name}' is missing from the installed package dateline; install it again"
    )
