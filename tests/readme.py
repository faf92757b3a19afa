"""README.md as blocks and tables: what a test needs to hold it against the program.

In: Markdown. Out: `Block`s of fenced code with the words around them, rows of tables. Never: a check.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"`([\w-]+\.py)`")
ROW = re.compile(r"^\|(.+)\|$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """Fenced code: its language, the words after it, its text, the line it begins on, the prose before it."""

    language: str
    words: tuple[str, ...]
    text: str
    line: int
    before: str

    @property
    def file(self) -> str | None:
        """The Python file that the sentence before the block names last."""
        named = FILE.findall(self.before.strip().rsplit("\n\n", 1)[-1])
        return named[-1] if named else None

    @property
    def models(self) -> str | None:
        """The module of `graphql models=NAME`."""
        found = [word.removeprefix("models=") for word in self.words if word.startswith("models=")]
        return found[0] if found else None

    @property
    def source(self) -> Path | None:
        """The file that the block is an excerpt of, by `from=PATH`."""
        found = [word.removeprefix("from=") for word in self.words if word.startswith("from=")]
        return README.parent / found[0] if found else None

    def __str__(self) -> str:
        return f"line-{self.line}"


def text() -> str:
    """The whole file."""
    return README.read_text(encoding="utf-8")


def blocks() -> list[Block]:
    """Every fenced block, in order."""
    whole, end, found = text(), 0, []
    for match in FENCE.finditer(whole):
        language, *words = match["info"].split() or [""]
        line = whole.count("\n", 0, match.start()) + 1
        found.append(Block(language, tuple(words), match["text"], line, whole[end : match.start()]))
        end = match.end()
    return found


def prose() -> str:
    """All but the fenced blocks."""
    return FENCE.sub("", text())


def commands(first: str) -> list[str]:
    """The lines of shell blocks that begin with a word."""
    lines = (line.strip() for block in blocks() if block.language == "sh" for line in block.text.splitlines())
    return [line for line in lines if line.split(maxsplit=1)[:1] == [first]]


def rows() -> Iterator[list[str]]:
    """The cells of every row of every table."""
    for match in ROW.finditer(prose()):
        yield [cell.strip() for cell in match[1].split("|")]
