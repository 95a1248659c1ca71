"""The page's own scripts and styles, each in one piece.

Dash asks for every file of the assets folder by itself; a page would wait for sixty answers before
it could draw anything. The styles stand in the page, so that it is drawn with its first answer, and
the scripts are one file whose name says what is in it, so that it is never fetched again.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["Own", "gathered", "own"]

_LINKS = re.compile(r'<link rel="stylesheet" href="[^"]*/?assets/[^"]+">\s*')
_SCRIPTS = re.compile(r'(?:<script src="[^"]*/?assets/[^"]+"></script>\s*)+')

#: The script of Dash that no part of this page uses.
_UNUSED = re.compile(r'<script src="[^"]*/dash/dash_table/[^"]+"></script>\s*')


class Own(NamedTuple):
    """What is our own of a page.

    Attributes:
        styles: All stylesheets in the order of their names.
        script: All scripts, likewise.
        name: A file name for the script, with its hash.
    """

    styles: str
    script: str
    name: str


def own(folder: Path) -> Own:
    """The files of the assets folder as they are now."""
    files = sorted(file for file in folder.iterdir() if file.suffix in (".css", ".js"))
    return _own(tuple((file, file.stat().st_mtime_ns) for file in files))


# Every request for the page asks; an author of the scripts has them changed without a restart.
@lru_cache(maxsize=2)
def _own(files: tuple[tuple[Path, int], ...]) -> Own:
    texts = [(file.suffix, file.read_text(encoding="utf-8")) for file, _ in files]
    styles = "\n".join(_tight_style(text) for kind, text in texts if kind == ".css")
    script = "\n".join(_tight_script(text) for kind, text in texts if kind == ".js")
    digest = hashlib.sha256(script.encode()).hexdigest()[:16]
    return Own(styles, script, f"page-{digest}.js")


def gathered(css: str, scripts: str, found: Own) -> tuple[str, str]:
    """Dash's links and scripts of a page: those that it needs, ours in one piece each.

    Args:
        css: The links to all stylesheets.
        scripts: All scripts; ours follow one another.
        found: What stands in their place.
    """
    css = f"{_LINKS.sub('', css)}<style>{found.styles}</style>"
    ours = f'<script src="/_dateline/{found.name}"></script>\n'
    scripts = _SCRIPTS.sub(lambda _: ours, scripts, count=1)
    return css, _UNUSED.sub("", scripts)


def _tight_style(css: str) -> str:
    """A stylesheet without comments and indentation."""
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)).strip()


def _tight_script(script: str) -> str:
    """A script without comments on lines of their own and without indentation."""
    bare = re.sub(r"/\*.*?\*/", "", script, flags=re.DOTALL)
    lines = (line.strip() for line in bare.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))
