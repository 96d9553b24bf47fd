"""docs/cost.md: what every operation asks of DynamoDB, from the budgets that the tests hold it to.

`python -m bench.cost_page` writes it.
"""

from __future__ import annotations

from pathlib import Path

from bench.price import PRICES
from tests.dynamodb.budgets import BUDGETS, Budget
from tests.support.declared import operations

PAGE = Path(__file__).resolve().parents[1] / "docs" / "cost.md"

_HEAD = """# What a request costs

Requests and capacity units that each operation asks of DynamoDB. A test measures every operation with 10 and with
10,000 past workouts and fails when one differs from this table, so the cost of a request does not grow with a user's
history; `make bench` measures with none and with 1,000, too. Every tenth request of a free user (every hundredth of an
administrator) adds one write of one unit for the rate limit. Indexes are in the write units.

Dollars are for a million calls, DynamoDB alone, at the prices of {region} noted on {noted} in
[bench/prices.toml](../bench/prices.toml). `make openapi` writes this page.

| operation | | reads | read units | writes | write units | $ / million |
| --- | --- | ---: | ---: | ---: | ---: | ---: |
"""


def page() -> str:
    """The page as it should be."""
    rows = [_row(f"`{one.method} {one.path}`", one.id, BUDGETS[one.id]) for one in operations() if one.id in BUDGETS]
    return _HEAD.format(region=PRICES["region"], noted=PRICES["noted"]) + "\n".join(rows) + "\n"


def _row(path: str, name: str, budget: Budget) -> str:
    prices = PRICES["dynamodb"]
    dollars = budget.read_units * prices["million_read_units"] + budget.write_units * prices["million_write_units"]
    numbers = " | ".join(f"{number:g}" for number in budget)
    return f"| {name} | {path} | {numbers} | {dollars:.2f} |"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
