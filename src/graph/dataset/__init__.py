"""A data folder as a published database: checked as a whole, then put in place at once.

In: a folder of CSV files, one for each table of the models. Out: a `Report` of every fault and of the totals
that were recomputed; a database that is never seen half made.
Never: serves anything; knows an entity.

    folder → sheets → report        check
                    ↘ database      build
"""

from graph.dataset.checking import check
from graph.dataset.postgresql import build_postgresql
from graph.dataset.publishing import Published, build
from graph.dataset.report import Comparison, DatasetError, Fault, InvalidData, Report
from graph.dataset.standing import Standing, look_at
from graph.dataset.versions import version_in, version_of

__all__ = [
    "Comparison",
    "DatasetError",
    "Fault",
    "InvalidData",
    "Published",
    "Report",
    "Standing",
    "build",
    "build_postgresql",
    "check",
    "look_at",
    "version_in",
    "version_of",
]
