"""A connection's rows as a file: CSV with a column for each dotted path, or a JSON object on each line.

In the order of control flow:

    query     the query of one page, and its columns
    paging    how many rows the next page has
    lines     the JSON of a page → lines
    files     page after page → the response
"""

from graph.serving.export.files import FileResponse, open_export

__all__ = ["FileResponse", "open_export"]
