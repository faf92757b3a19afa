"""Takes the README's picture: GraphiQL answering one nested query from the real data (`make picture`)."""

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


def take_picture(target: Path) -> None:
    """Serve the data, ask, and write the page as a PNG of 1400 by 900."""
    with TemporaryDirectory() as folder, serving(SERVE, Path(folder)) as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.add_init_script(f"Object.assign(localStorage, {json.dumps(remembered())})")
        page.goto(f"{address}/graphiql")
        answer = run(page)
        assert "spinoffs" in answer["data"]["universities"]["nodes"][0], answer
        page.wait_for_timeout(500)  # until the highlighting stands
        target.parent.mkdir(exist_ok=True)
        page.screenshot(path=target)


if __name__ == "__main__":
    take_picture(Path(sys.argv[1]))
