"""A small music shop in a database that nobody built, for the front page. Out: the command that serves it."""

from __future__ import annotations

import sys
from pathlib import Path

import sqlalchemy as sa

from tests.browser.server import ROOT
from tests.models.chinook import CHINOOK

TRACKS = 130  # of one album: more than a page of a link
ROWS: dict[str, list[dict[str, object]]] = {
    "Artist": [{"ArtistId": 1, "Name": "The Night Ferry"}, {"ArtistId": 2, "Name": "Ana Roca"}],
    "Album": [
        {"AlbumId": 1, "Title": "Every Harbour", "ArtistId": 1},
        {"AlbumId": 2, "Title": "Slow Stairs", "ArtistId": 2},
        {"AlbumId": 3, "Title": "Two Rooms", "ArtistId": 2},
    ],
    "MediaType": [{"MediaTypeId": 1, "Name": "Lossless"}],
    "Genre": [{"GenreId": 1, "Name": "Folk"}, {"GenreId": 2, "Name": "Ambient"}],
    "Playlist": [{"PlaylistId": 1, "Name": "Morning"}],
    "Track": [
        {
            "TrackId": number,
            "Name": f"Part {number:03}",
            "AlbumId": 1 if number <= TRACKS else number % 2 + 2,
            "MediaTypeId": 1,
            "GenreId": number % 2 + 1,
            "Milliseconds": 1000 * number,
            "UnitPrice": "0.99",
        }
        for number in range(1, TRACKS + 6)
    ],
    "PlaylistTrack": [{"PlaylistId": 1, "TrackId": number} for number in (1, 2, 131)],
    "Employee": [
        {"EmployeeId": 1, "LastName": "Okafor", "FirstName": "Ngozi", "Title": "Manager"},
        {"EmployeeId": 2, "LastName": "Lind", "FirstName": "Per", "Title": "Clerk", "ReportsTo": 1},
    ],
    "Customer": [
        {
            "CustomerId": 1,
            "FirstName": "Mei",
            "LastName": "Tan",
            "Email": "mei@example.org",
            "SupportRepId": 2,
        }
    ],
    "Invoice": [{"InvoiceId": 1, "CustomerId": 1, "InvoiceDate": "2021-03-04 00:00:00", "Total": "1.98"}],
    "InvoiceLine": [
        {"InvoiceLineId": 1, "InvoiceId": 1, "TrackId": 1, "UnitPrice": "0.99", "Quantity": 2},
    ],
}


def music_shop(folder: Path) -> list[str]:
    """Write the database into the folder, and tell the command that serves it there."""
    url = f"sqlite:///{folder / 'music.sqlite'}"
    engine = sa.create_engine(url)
    metadata = CHINOOK[0].metadata
    metadata.create_all(engine)
    with engine.begin() as connection:
        for table, rows in ROWS.items():
            names = list(dict.fromkeys(name for row in rows for name in row))
            columns, values = (
                ", ".join(f'"{name}"' for name in names),
                ", ".join(f":{name}" for name in names),
            )
            insert = sa.text(f'INSERT INTO "{table}" ({columns}) VALUES ({values})')
            connection.execute(insert, [dict.fromkeys(names) | row for row in rows])
    engine.dispose()
    path = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from graph.cli import main; sys.exit(main())"
    return [sys.executable, "-c", path, "serve", "--models", "tests.models.chinook", "--database", url]
