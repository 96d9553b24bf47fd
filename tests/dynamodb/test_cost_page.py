"""docs/cost.md says what the budgets say, and the budgets hold at every length of history."""

from __future__ import annotations

from bench import cost_page


def test_the_committed_page_is_fresh() -> None:
    assert cost_page.PAGE.read_text("utf-8") == cost_page.page(), "run `make openapi`"
