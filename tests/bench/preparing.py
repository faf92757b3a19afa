"""What every measurement begins with: generated data, and the answers as SQL written by hand gives them.

In: a number of companies. Out: a `Setting`. Never: a measurement.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import inprocess
from tests.bench.dataset import generate
from tests.bench.questions import QUESTIONS
from tests.bench.servers import Setting


@contextmanager
def prepared(companies: int) -> Iterator[Setting]:
    """Generate the data, and write down the answers; both are gone when the block ends."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        setting = Setting(folder / "bench.sqlite", folder / "answers", folder)
        generate(setting.database, companies)
        setting.answers.mkdir()
        for question in QUESTIONS.values():
            answer = inprocess.ask_apsw(setting.database, question)(1)
            (setting.answers / f"{question.name}.json").write_bytes(answer)
        yield setting
