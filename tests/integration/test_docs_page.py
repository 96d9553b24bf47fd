"""The documentation page in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect, sync_playwright

from tests.support.accounts import login, verified
from tests.support.api import Api
from tests.support.http_bridge import http_bridge
from tools.openapi import TAGS

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (`apt-get install chromium`)")


@pytest.fixture
def base() -> Iterator[str]:
    with http_bridge() as address:
        yield address


@pytest.fixture
def token() -> str:
    """An access token, made before Playwright takes the thread's event loop."""
    verified(Api())
    return str(login(Api()).data["accessToken"])


@pytest.fixture
def tab(base: str) -> Iterator[Page]:
    """A tab that can reach the API and nothing else; fails the test on any complaint of the browser."""
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 1400})
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))

        def within(route: Route) -> None:
            if route.request.url.startswith((base, "data:")):
                route.continue_()
            else:
                complaints.append(f"asked for {route.request.url}")
                route.abort()

        page.route("**/*", within)
        page.goto(f"{base}/v1/api-docs")
        yield page
        browser.close()
    assert complaints == []


def test_the_page_lists_every_area(tab: Page) -> None:
    for area, about in TAGS.items():
        section = tab.locator(f"#operations-tag-{area}")
        expect(section).to_be_visible()
        expect(section).to_contain_text(about)
    expect(tab.locator(".info .title")).to_contain_text("FitSync API")


def test_a_signed_in_call_can_be_tried(token: str, tab: Page) -> None:
    tab.get_by_role("button", name="Authorize").first.click()
    tab.locator(".auth-container input").fill(token)
    tab.locator(".auth-container").get_by_role("button", name="Apply credentials").click()
    tab.locator(".auth-container").get_by_role("button", name="Close").click()
    tab.locator("#operations-tag-users").click()
    operation = tab.locator("#operations-users-getProfile")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Execute").click()
    answer = operation.locator(".live-responses-table")
    expect(answer.locator(".response-col_status").last).to_contain_text("200")
    expect(answer).to_contain_text('"username": "ada"')


def test_without_a_token_the_refusal_is_shown(tab: Page) -> None:
    tab.locator("#operations-tag-ops").click()
    operation = tab.locator("#operations-ops-getHealth")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table")).to_contain_text('"status": "up"')
