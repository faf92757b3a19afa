"""Takes the README's pictures: the explorer's map, and GraphiQL answering one nested query (`make picture`)."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser.chromium import chromium
from tests.browser.graphiql import run
from tests.browser.server import SERVE, serving

QUERY = """\
# What did the spin-offs raise and build?
query Spinoffs {
  universities {
    nodes {
      name
      spinoffs {
        edges {
          citation { source { title } }
          node {
            name
            fundingRounds {
              nodes {
                label
                amount { asPrinted low currency }
                closed { asPrinted }
              }
            }
            facilities {
              nodes {
                name
                figures {
                  nodes {
                    measure
                    status
                    quantity { asPrinted low unit }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}"""


def remembered() -> dict[str, str]:
    """What GraphiQL finds in its memory: the query as it is laid out above, and room for every line of it."""
    unset = dict.fromkeys(["variables", "headers", "response"])
    tab = {"id": "picture", "title": "Spinoffs", "operationName": "Spinoffs", "query": QUERY, **unset}
    return {
        "graphiql:tabState": json.dumps({"activeTabIndex": 0, "tabs": [tab]}),
        "graphiql:docExplorerFlex": "0.2",
        "graphiql:editorFlex": "1.42",
    }


def take_pictures(folder: Path) -> None:
    """Serve the data, and write each page as a PNG of 1400 by 900."""
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory() as place, serving(SERVE, Path(place)) as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(address)
        page.locator("canvas[data-rests=true]").wait_for()
        page.wait_for_timeout(200)  # until it is drawn
        page.screenshot(path=folder / "explorer.png")

        page.add_init_script(f"Object.assign(localStorage, {json.dumps(remembered())})")
        page.goto(f"{address}/graphiql")
        answer = run(page)
        assert "spinoffs" in answer["data"]["universities"]["nodes"][0], answer
        page.wait_for_timeout(500)  # until the highlighting stands
        page.screenshot(path=folder / "graphiql.png")


if __name__ == "__main__":
    take_pictures(Path(sys.argv[1]))
