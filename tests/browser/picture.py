"""Takes the README's picture: GraphiQL answering one nested query from the real data (`make picture`)."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page

from tests.browser.chromium import chromium
from tests.browser.graphiql import run
from tests.browser.server import SERVE, serving

QUERY = """\
# What did each university's spin-offs raise and build, and who says so?
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
}
"""


def ask(page: Page) -> None:
    """Put the query into the editor as it is laid out above, and run it."""
    unset = dict.fromkeys(["variables", "headers", "response"])
    tab = {"id": "picture", "title": "Spinoffs", "operationName": "Spinoffs", "query": QUERY, **unset}
    kept = json.dumps({"activeTabIndex": 0, "tabs": [tab]})
    page.evaluate("kept => localStorage.setItem('graphiql:tabState', kept)", kept)
    page.reload()
    answer = run(page)
    assert "errors" not in answer, answer


def take_picture(target: Path) -> None:
    """Serve the data, ask, and write the page as a PNG of 1400 by 900."""
    with TemporaryDirectory() as folder, serving(SERVE, Path(folder)) as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(f"{address}/graphiql")
        ask(page)
        page.wait_for_timeout(500)  # until the highlighting stands
        target.parent.mkdir(exist_ok=True)
        page.screenshot(path=target)


if __name__ == "__main__":
    take_picture(Path(sys.argv[1]))
