"""What the clients must be told, read from the dataset's own files."""

import csv

from graph.packaged import data_folder


def company_names() -> list[str]:
    """The names of all companies in order of code points."""
    with (data_folder() / "organizations.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return sorted(row["name"] for row in rows if row["type"] == "COMPANY")


COMPANIES = company_names()
