"""Looks at a folder before and after a build: what was written, what differs, what was touched."""

import hashlib
import os
import pathlib
import tempfile
import typing


class Look(typing.NamedTuple):
    files: dict  # path: (inode, size, time of change in ns)
    folders: dict  # path: time of change in ns
    bytes_of: dict  # path: hash


def look(folder):
    files, folders, bytes_of = {}, {}, {}
    for at, _, names in os.walk(folder):
        folders[os.path.relpath(at, folder)] = os.stat(at).st_mtime_ns
        for name in names:
            path = os.path.join(at, name)
            found = os.stat(path)
            key = os.path.relpath(path, folder)
            files[key] = (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
            bytes_of[key] = hashlib.blake2b(pathlib.Path(path).read_bytes()).digest()
    return Look(files, folders, bytes_of)


def differing(old, new):
    """The keys whose values differ, also those that only one has."""
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


def size(folder):
    """Number of files and their bytes."""
    sizes = [os.stat(os.path.join(at, name)).st_size for at, _, names in os.walk(folder) for name in names]
    return len(sizes), sum(sizes)


def set_aside(aside, *paths):
    """Takes files and folders away by moving them into `aside`, on the same file system.

    For minutes after many files were removed, ext4 makes new ones several times as slowly: it looks for inodes
    that nobody has given up lately. What was removed for one measurement would slow down the next.
    """
    aside.mkdir(parents=True, exist_ok=True)
    for path in paths:
        if path.exists():
            path.rename(pathlib.Path(tempfile.mkdtemp(dir=aside)) / path.name)
