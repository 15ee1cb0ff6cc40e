"""SQLite's own way to the disk with somebody watching: every write, every wait for the disk, every deletion.

SQLite reaches files through a table of functions (a VFS, https://sqlite.org/vfs.html). Here a copy of its usual one is
made the default, in which the functions that change something tell a `Disk` before, or after, they do what they always
did. The program that is tested knows nothing of it, and nothing has to be compiled.
"""

import _sqlite3
import ctypes
from collections.abc import Callable, Generator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from pathlib import Path
from typing import Any

from tests.app.losing_power.disk import Disk

OK, JOURNALS_AND_DATABASE = 0, 0x100 | 0x800 | 0x4000 | 0x80000
NAME = b"levelfield-watched"
# SQLite calls what is watched for as long as a file is open, so nothing of it may ever be tidied away.
KEPT: list[Any] = []

XOpen = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
XDelete = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
XClose = CFUNCTYPE(c_int, c_void_p)
XWrite = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
XTruncate = CFUNCTYPE(c_int, c_void_p, c_int64)
XSync = CFUNCTYPE(c_int, c_void_p, c_int)
OpenFolder = CFUNCTYPE(c_int, c_char_p, c_void_p)
SetSystemCall = CFUNCTYPE(c_int, c_void_p, c_char_p, c_void_p)
GetSystemCall = CFUNCTYPE(c_void_p, c_void_p, c_char_p)


class Methods(Structure):
    """`sqlite3_io_methods`: what can be done with an open file."""

    _fields_ = [
        ("iVersion", c_int),
        *((name, c_void_p) for name in ("xClose", "xRead", "xWrite", "xTruncate", "xSync")),
        *((f"other{number}", c_void_p) for number in range(13)),
    ]


class OpenFile(Structure):
    """`sqlite3_file`: begins with the methods of this file."""

    _fields_ = [("methods", POINTER(Methods))]


class Vfs(Structure):
    """`sqlite3_vfs`: what can be done with files by name."""

    _fields_ = [
        ("iVersion", c_int),
        ("szOsFile", c_int),
        ("mxPathname", c_int),
        ("pNext", c_void_p),
        ("zName", c_char_p),
        ("pAppData", c_void_p),
        ("xOpen", c_void_p),
        ("xDelete", c_void_p),
        *((f"other{number}", c_void_p) for number in range(11)),
        ("xSetSystemCall", c_void_p),
        ("xGetSystemCall", c_void_p),
        ("xNextSystemCall", c_void_p),
    ]


def library() -> ctypes.CDLL:
    """The SQLite that Python's own module uses: looked up through that module, so it is the very same one."""
    found = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
    found.sqlite3_vfs_find.restype = POINTER(Vfs)
    found.sqlite3_vfs_find.argtypes = [c_char_p]
    found.sqlite3_vfs_register.argtypes = [POINTER(Vfs), c_int]
    found.sqlite3_vfs_unregister.argtypes = [POINTER(Vfs)]
    return found


class Watch:
    """The copy of the usual VFS. ``sees`` is told of each "write", and "before" and "after" each wait for the disk."""

    def __init__(self, disk: Disk, sees: Callable[[str], None]) -> None:
        self.disk, self.sees = disk, sees
        self.names: dict[int, str] = {}
        self.usual = library().sqlite3_vfs_find(None)
        # By where the usual ones lie: a journal is not locked, so it has others than a database.
        self.methods: dict[int, Methods] = {}
        self.troubles: list[BaseException] = []
        copied = Vfs()
        ctypes.pointer(copied)[0] = self.usual[0]
        copied.zName, copied.pNext = NAME, None
        self.calls: list[Any] = [XOpen(self.open), XDelete(self.delete)]
        copied.xOpen, copied.xDelete = (address(each) for each in self.calls)
        self.vfs = copied
        KEPT.append(self)

    def open(self, _: int, name: int, file: int, flags: int, out: int) -> int:
        path = ctypes.string_at(name).decode() if name else ""
        is_new = bool(path) and not Path(path).exists()
        ended = XOpen(self.usual[0].xOpen)(ctypes.addressof(self.usual[0]), name, file, flags, out)
        if ended == OK and path and flags & JOURNALS_AND_DATABASE:
            opened = ctypes.cast(file, POINTER(OpenFile))[0]
            usual = ctypes.addressof(opened.methods[0])
            if usual not in self.methods:
                self.methods[usual] = self.watched(opened.methods[0])
            opened.methods = ctypes.pointer(self.methods[usual])
            self.names[file] = path
            self.tell(self.disk.opened, path, is_new=is_new)
        return ended

    def watched(self, usual: Methods) -> Methods:
        """The usual methods of a file, of which those that change it tell the disk."""
        close, write = XClose(usual.xClose), XWrite(usual.xWrite)
        truncate, sync = XTruncate(usual.xTruncate), XSync(usual.xSync)

        def closed(file: int) -> int:
            self.names.pop(file, None)
            return close(file)

        def wrote(file: int, body: int, amount: int, at: int) -> int:
            self.tell(self.disk.wrote, self.names[file], at, ctypes.string_at(body, amount))
            self.tell(self.sees, "write")
            return write(file, body, amount, at)

        def truncated(file: int, at: int) -> int:
            self.tell(self.disk.wrote, self.names[file], at, None)
            return truncate(file, at)

        def synced(file: int, flags: int) -> int:
            self.tell(self.sees, "before")
            ended = sync(file, flags)
            self.tell(self.disk.waited, self.names[file])
            self.tell(self.sees, "after")
            return ended

        made = Methods()
        ctypes.pointer(made)[0] = usual
        calls = [XClose(closed), XWrite(wrote), XTruncate(truncated), XSync(synced)]
        made.xClose, made.xWrite, made.xTruncate, made.xSync = (address(each) for each in calls)
        self.calls += calls
        return made

    def delete(self, _: int, name: int, wait: int) -> int:
        self.tell(self.disk.deleted, ctypes.string_at(name).decode())
        return XDelete(self.usual[0].xDelete)(ctypes.addressof(self.usual[0]), name, wait)

    def tell(self, act: Callable[..., None], *said: Any, **named: Any) -> None:
        """An exception cannot pass through SQLite: it is kept for who watches."""
        try:
            act(*said, **named)
        except Exception as trouble:  # noqa: BLE001 - kept and raised when the watching ends
            self.troubles.append(trouble)


def address(function: Any) -> int | None:
    return ctypes.cast(function, c_void_p).value


@contextmanager
def watching(disk: Disk, sees: Callable[[str], None]) -> Generator[None]:
    """Every SQLite file opened meanwhile in this process is watched; all must be closed before the block ends."""
    sqlite, watch = library(), Watch(disk, sees)
    base = ctypes.addressof(watch.usual[0])
    set_call, get_call = SetSystemCall(watch.vfs.xSetSystemCall), GetSystemCall(watch.vfs.xGetSystemCall)
    usual_opening = OpenFolder(get_call(base, b"openDirectory"))

    def opens_folder(name: bytes, out: int) -> int:
        # SQLite opens a folder only to wait for what was changed in it.
        watch.tell(disk.waited_for_folder, Path(name.decode()).parent)
        return usual_opening(name, out)

    opening = OpenFolder(opens_folder)
    KEPT.append(opening)
    set_call(base, b"openDirectory", address(opening))
    sqlite.sqlite3_vfs_register(ctypes.pointer(watch.vfs), 1)
    try:
        yield
    finally:
        sqlite.sqlite3_vfs_register(watch.usual, 1)
        sqlite.sqlite3_vfs_unregister(ctypes.pointer(watch.vfs))
        set_call(base, b"openDirectory", None)
    if watch.troubles:
        raise watch.troubles[0]
    assert watch.names == {}, "A database is still open."
