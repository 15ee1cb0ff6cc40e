"""Files that outlive a power cut: a name stands for the whole of what was written, or for what was there before.

A rename alone does not do that: the name may reach the disk before the bytes do, and then it stands for an empty file.
"""

import os
import secrets
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

ANYBODY, OWNER_ONLY = 0o666, 0o600


@contextmanager
def whole_file(path: Path, mode: int = ANYBODY, *, replace: bool = True) -> Generator[BinaryIO]:
    """Write to what gets this name when the block ends, and is gone when it raises.

    ``mode`` is what the process's mask leaves of it. With ``replace=False`` raises `FileExistsError` at the end when
    the name was taken meanwhile, by another process or before.
    """
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        name(unfinished, path, replace=replace)
    finally:
        unfinished.unlink(missing_ok=True)


def write_whole(path: Path, body: bytes, mode: int = ANYBODY, *, replace: bool = True) -> None:
    """As `whole_file`, when all of it is there already."""
    with whole_file(path, mode, replace=replace) as file:
        file.write(body)


def name(finished: Path, path: Path, *, replace: bool = True) -> None:
    """Give a file on the disk this name, and wait until the folder says so. Raises as `whole_file`."""
    if replace:
        finished.replace(path)
    else:
        _name_once(finished, path)
    wait_for_folder(path.parent)


def _name_once(finished: Path, path: Path) -> None:
    try:
        path.hardlink_to(finished)
    except FileExistsError:
        raise
    except OSError:
        # Some folders that are shared over a network know no second name for a file.
        if path.exists():
            raise FileExistsError(str(path)) from None
        finished.replace(path)


def make_folder(folder: Path) -> None:
    """Make it with the folders above it, each sure to be there after a power cut."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in missing:
        wait_for_folder(each.parent)


def wait_for_folder(folder: Path) -> None:
    """Wait until the names in it are on the disk."""
    if sys.platform == "win32":
        # A folder cannot be opened there, and its file system writes names in order.
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
