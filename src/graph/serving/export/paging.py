"""How many rows the next page of a file has: as many as make a page that is quickly written.

In: what one row can cost, how large the pages before came out. Out: a number of rows. Never: more than a page may have.
"""

from dataclasses import dataclass

# Rows of a page at most, as of any connection; rows, with all that is nested in them, that the first page may cost.
LARGEST = 500
FIRST_COST = 5_000
# The bytes that a page is to have, and how many times as long as the one before it may be.
BYTES = 131_072
GROWTH = 4


@dataclass
class PageSize:
    """The rows of the next page: those that cost little or came out small are read many at a time."""

    most: int
    now: int

    @classmethod
    def begin(cls, cost: int, limit: int, wanted: int | None) -> "PageSize":
        """The first page: `cost` of one row, of the `limit` that an operation has; no more than are `wanted`."""
        most = max(1, min(LARGEST, limit // max(cost, 1)))
        first = max(1, min(most, FIRST_COST // max(cost, 1)))
        return cls(most, first if wanted is None else min(first, wanted))

    def learn(self, size: int, left: int | None) -> None:
        """The last page had so many bytes; so many rows are `left` to read, where that is known."""
        fitting = self.now * BYTES // max(size, 1)
        self.now = max(1, min(self.most, self.now * GROWTH, fitting))
        if left is not None:
            self.now = min(self.now, left)
