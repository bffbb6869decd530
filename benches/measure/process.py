"""Runs a program to its end: seconds from its start to its exit, and the most memory that it held."""

import os
import subprocess
import sys
import tempfile
import time
import typing


class Ran(typing.NamedTuple):
    seconds: float
    peak: int  # bytes; below this script's own few tens of MiB it cannot be told
    out: str


def run(arguments, cwd=None):
    """Runs a program; anything but success ends the bench with what it said."""
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        child = subprocess.Popen([str(a) for a in arguments], cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read().decode(errors="replace")
    if child.returncode != 0:
        sys.exit(f"{' '.join(map(str, arguments))}: exit code {child.returncode}\n{said}")
    return Ran(seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024), said)
