"""Following a file while somebody works on it.

Editors save in several ways: they write over the file, empty it first and fill it then, or put
another file in its place. So a change counts once the file has held still between two looks, a
file that is gone for a moment is waited for, and a version with errors never takes the place of
one without.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.bulk import is_large, open_table
from dashboard.formats import load_with_problems
from dashboard.model import Timeline
from dashboard.problems import Problem, ProblemError

if TYPE_CHECKING:
    from dashboard.bulk.columns import Bulk

__all__ = ["INTERVAL", "PATIENCE", "WAITING", "Live", "Snapshot"]

#: Seconds between two looks. A save shows after two of them, and after the page has asked.
INTERVAL = 0.25
#: How many looks in a row a file may be missing before that is called a problem.
PATIENCE = 6

#: The name of the version that is shown while there has not been any without errors.
WAITING = "waiting"

#: What the system says about a file; changes whenever the file is written to or replaced.
#: ``None`` where there is no file.
Mark = tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is known about the file at one moment.

    Attributes:
        timeline: The last version without errors; one without events while there has been none.
        version: Names that version: equal for equal bytes of the file, the same pictures and
            the same options.
            :data:`WAITING` while there has been none.
        errors: What is wrong with the file as it is now; empty when it is what ``timeline`` shows.
        warnings: What else was noticed when the file was last read.
        large: Its events where they are held as columns; ``timeline`` then has none.
    """

    timeline: Timeline
    version: str
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    large: Bulk | None = None

    @property
    def shown(self) -> Timeline | Bulk:
        """What a page shows."""
        return self.large or self.timeline

    @property
    def count(self) -> int:
        """How many events there are."""
        return len(self.timeline.events if self.large is None else self.large.columns)

    @property
    def waiting(self) -> bool:
        """Whether the file has had errors since it was read first."""
        return self.version == WAITING

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for two snapshots that show and say the same."""
        return (self.version, self.errors, self.warnings)


class Live:
    """A timeline that follows its file.

    ``current`` is replaced as a whole and never changed, so any thread may read it at any time.
    Either :meth:`start` looks at the file again and again, or whoever holds it calls :meth:`look`.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        public: bool = False,
        wait: bool = False,
        columns: Mapping[str, str] | None = None,
        timezone: str | None = None,
        changed: Callable[[Snapshot], None] = lambda snapshot: None,
        progress: Callable[[float, str], None] | None = None,
    ) -> None:
        """Read the file for the first time.

        Args:
            path: The file.
            public: Leave internal events out.
            wait: Follow also a file whose text has errors now; somebody is writing it.
            columns: Which column of a table fills which field, where that is not to be guessed.
            timezone: Where times are that name no zone (IANA name).
            changed: Called with each new snapshot, in the thread that looks.
            progress: Is told how far the first reading of a large table is, and what comes next.

        Raises:
            ProblemError: The file has errors or cannot be read.
            UnfitError: It has no use for ``columns`` or ``timezone``.
        """
        self._path = Path(path)
        self._public = public
        self._columns = dict(columns or {})
        self._timezone = timezone
        self._changed = changed
        self._progress = progress
        self._missing = 0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        file = _mark(self._path)
        try:
            self.current = self._read()
        except ProblemError as error:
            if not wait or not _is_draft(self._path, error):
                raise
            nothing = Timeline(title=self._path.name)
            self.current = Snapshot(nothing, WAITING, error.errors)
        # When somebody wrote while we read, the first look finds that and reads again.
        self._known: tuple[Mark, ...] | None = (file, *self._pictures())
        self._seen = self._known

    def timeline(self) -> Timeline:
        """The last version without errors."""
        return self.current.timeline

    def shown(self) -> tuple[Timeline | Bulk, str]:
        """The last version without errors, and its name."""
        snapshot = self.current
        return snapshot.shown, snapshot.version

    def start(self, interval: float = INTERVAL) -> None:
        """Look at the file every ``interval`` seconds, in a thread that ends with the process."""
        self._thread = threading.Thread(
            target=self._watch, args=(interval,), name="dateline-watch", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop looking; returns when the thread has ended."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _watch(self, interval: float) -> None:
        while not self._stop.wait(interval):
            self.look()

    def look(self) -> None:
        """Look at the file once, and read it if it has changed and now holds still."""
        seen = (_mark(self._path), *self._pictures())
        steady = seen == self._seen
        self._seen = seen
        if seen[0] is None:
            self._missing += 1
            if self._missing == PATIENCE:
                self._known = None
                self._publish(replace(self.current, errors=(_gone(self._path),)))
            return
        self._missing = 0
        if steady and seen != self._known:
            self._again(seen[0])

    def _again(self, file: Mark) -> None:
        try:
            fresh = self._read()
        except ProblemError as error:
            warnings = tuple(problem for problem in error.problems if not problem.is_error)
            fresh = replace(self.current, errors=error.errors, warnings=warnings)
        except Exception as error:
            # A fault of ours must not end the watching, nor pass in silence.
            problem = Problem(f"the file could not be read: {error}", file=str(self._path))
            fresh = replace(self.current, errors=(problem,), warnings=())
        if _mark(self._path) == file:
            self._publish(fresh)
            self._known = self._seen = (file, *self._pictures())

    def _publish(self, fresh: Snapshot) -> None:
        if fresh.key != self.current.key:
            self.current = fresh
            self._changed(fresh)

    def _read(self) -> Snapshot:
        return self._read_table() if is_large(self._path) else self._read_file()

    def _read_table(self) -> Snapshot:
        progress, self._progress = self._progress, None
        opened = open_table(
            self._path,
            public=self._public,
            columns=self._columns,
            timezone=self._timezone,
            progress=progress,
        )
        if opened.shown is None:
            raise ProblemError(opened.problems)
        if isinstance(opened.shown, Timeline):
            return Snapshot(opened.shown, self._version(opened.shown), (), opened.problems)
        bulk = opened.shown
        return Snapshot(bulk.head, bulk.version, (), opened.problems, bulk)

    def _read_file(self) -> Snapshot:
        loaded = load_with_problems(self._path, columns=self._columns, timezone=self._timezone)
        if loaded.timeline is None:
            raise ProblemError(loaded.problems)
        timeline = loaded.timeline.public() if self._public else loaded.timeline
        return Snapshot(timeline, self._version(timeline), (), loaded.warnings)

    def _version(self, timeline: Timeline) -> str:
        digest = hashlib.sha256(self._path.read_bytes())
        if self._columns or self._timezone:
            # A page that stays open while the server is started anew must see that all is read
            # differently now.
            digest.update(repr((sorted(self._columns.items()), self._timezone)).encode())
        for picture in _pictures(timeline):
            digest.update(f"\0{picture}\0{_mark(self._path.parent / picture)}".encode())
        return digest.hexdigest()[:16]

    def _pictures(self) -> tuple[Mark, ...]:
        folder = self._path.parent
        return tuple(_mark(folder / picture) for picture in _pictures(self.current.timeline))


def _is_draft(path: Path, error: ProblemError) -> bool:
    """Whether what is wrong is written in the file; a wrong name is not mended by waiting."""
    written = any(problem.line is not None for problem in error.errors)
    return written or (path.is_file() and not path.stat().st_size)


def _pictures(timeline: Timeline) -> tuple[str, ...]:
    named = (item.image for event in timeline.events for item in event.media)
    return tuple(dict.fromkeys(named))


def _mark(path: Path) -> Mark:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        # The loader knows how to say it; here it only matters whether it changes.
        return (getattr(error, "errno", None) or 0,)
    return (
        status.st_dev,
        status.st_ino,
        status.st_size,
        status.st_mtime_ns,
        # Changes with permissions: a file made readable again is read again.
        status.st_ctime_ns,
    )


def _gone(path: Path) -> Problem:
    return Problem(
        "the file is gone",
        hint="the page keeps its last version; it follows again when the file is back",
        file=str(path),
    )
