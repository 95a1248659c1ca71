"""Writing files so that nobody ever sees half of one.

The bytes go to a new file in the same folder, reach the disk, and only then take the name of the
target in one step. Whoever reads the target, a web server or a reader with the page open, gets
either the old file or the new one.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path

__all__ = ["OutputError", "write", "write_folder"]


class OutputError(OSError):
    """A file could not be written; says why and what to do about it.

    ``message`` is one sentence without a full stop, ``hint`` (or ``None``) how to mend it.
    """

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(f"{message} ({hint})" if hint else message)
        self.message = message
        self.hint = hint


def write(path: str | os.PathLike[str], data: bytes, *, overwrite: bool = True) -> int:
    """Write ``data`` to ``path`` in one step and return its size in bytes.

    A symbolic link stays one and its target is replaced. An existing file keeps its permissions;
    a new one gets those the process gives to new files. What is no regular file (a pipe, a
    terminal, ``/dev/null``) is written to directly.

    Raises :class:`OutputError` when the folder is missing, the path is a folder, the disk is full,
    permission is lacking, or the file exists and ``overwrite`` is false.
    """
    target = Path(path)
    try:
        mode = _mode(target)
        if mode is not None and stat.S_ISDIR(mode):
            raise OutputError(f"{path} is a folder", "name a file in it")
        if mode is not None and not overwrite:
            raise OutputError(f"{path} exists already", "choose another name")
        if mode is not None and not stat.S_ISREG(mode):
            target.write_bytes(data)
        else:
            target = target.resolve()
            # A rename needs no permission on what it replaces; a read-only file has a reason.
            if mode is not None and not os.access(target, os.W_OK):
                raise PermissionError
            _replace(target, data, mode)
    except OutputError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        raise _explained(path, target, error) from error
    return len(data)


def write_folder(
    path: str | os.PathLike[str], files: Iterable[tuple[str, bytes]], ours: str, mark: str
) -> int:
    """Write a folder of files, whole or not at all, and return the size of all in bytes.

    The files go to a new folder beside it, which then takes its name. A folder that was written
    like this before is replaced; one that holds anything else is left alone.

    Args:
        path: The folder.
        files: Names, with slashes, and bytes.
        ours: A regular expression of the names of files that such a folder may hold.
        mark: The file that every such folder holds.

    Raises:
        OutputError: The path is a file or a folder with other things in it, the folder that it
            lies in is missing, the disk is full, or permission is lacking.
    """
    target = Path(path)
    try:
        if target.is_symlink() or target.exists():
            target = target.resolve()
            _check_replaceable(path, target, ours, mark)
        beside = target.parent / f".dateline-{secrets.token_hex(8)}.part"
        beside.mkdir()
    except OutputError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        raise _explained(path, target, error) from error
    try:
        total = 0
        for name, data in files:
            file = beside / name
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(data)
            total += len(data)
        if hasattr(os, "sync"):
            os.sync()
        _take_place(beside, target)
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        if isinstance(error, OutputError):
            raise
        raise _explained(path, target, error) from error
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return total


def _check_replaceable(path: str | os.PathLike[str], target: Path, ours: str, mark: str) -> None:
    """Refuse to put a folder in the place of what somebody else has made."""
    if not target.is_dir():
        raise OutputError(f"{path} is a file", "name a folder, or a file with its suffix")
    found = [file for file in target.rglob("*") if file.is_symlink() or not file.is_dir()]
    others = [
        name
        for name in sorted(file.relative_to(target).as_posix() for file in found)
        if not re.fullmatch(ours, name)
    ]
    if others or (found and not (target / mark).is_file()):
        what = others[0] if others else "an index.html"
        raise OutputError(
            f"{path} is a folder that holds {what}, which no export has written",
            "name a new folder",
        )


def _take_place(beside: Path, target: Path) -> None:
    """Rename a folder to one that may exist; that is gone only once the new one is there."""
    if not target.exists():
        beside.rename(target)
        return
    old = target.parent / f".dateline-{secrets.token_hex(8)}.old"
    target.rename(old)
    try:
        beside.rename(target)
    except BaseException:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _mode(target: Path) -> int | None:
    """What ``target`` is, or ``None`` where there is nothing."""
    try:
        return target.stat().st_mode
    except FileNotFoundError:
        return None


def _replace(target: Path, data: bytes, mode: int | None) -> None:
    """Write beside ``target``, then rename; nothing stays behind when that fails."""
    beside = target.parent / f".dateline-{secrets.token_hex(8)}.part"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(beside, flags, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            beside.chmod(stat.S_IMODE(mode))
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def _explained(path: str | os.PathLike[str], target: Path, error: Exception) -> OutputError:
    """Say in a sentence why the system refused."""
    folder = target.parent
    # Asked first: a missing folder hides behind several error numbers.
    with contextlib.suppress(OSError, ValueError):
        if not folder.exists():
            return OutputError(f"{path} cannot be written: there is no folder {folder}", "make it")
        if not folder.is_dir():
            return OutputError(f"{path} cannot be written: {folder} is not a folder")
    if isinstance(error, PermissionError):
        return OutputError(
            f"{path} cannot be written: no permission", "choose a folder you may write to"
        )
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return OutputError(f"{path} cannot be written: {reason[:1].lower()}{reason[1:]}")
