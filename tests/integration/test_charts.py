"""Charts in a real browser, as wide as a phone: every word can be read, and nothing runs into anything else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from fitsync.kit.auth import Role
from tests.support.accounts import STARTED, Member, login, member, verified
from tests.support.api import Api
from tests.support.http_bridge import http_bridge
from tests.support.years import BENCH, CURL, SQUAT, did, keep, session, years_of_training

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (`apt-get install chromium`)"),
    pytest.mark.usefixtures("stopped_clock"),
]

# The narrowest common phone, and the smallest text that is still read on it: 11 CSS pixels, which is also what Apple's
# Human Interface Guidelines give as the minimum.
WIDTH, SMALLEST = 360, 11
CHARTS = {
    "weight": "/v1/progress?",
    "strength": "/v1/progress/strength?",
    "load": "/v1/analytics/overview?",
    "groups": "/v1/analytics/volume?",
    "muscles": "/v1/analytics/volume?chart=muscles&",
    "calendar": "/v1/analytics/frequency?",
    "hours": "/v1/analytics/frequency?chart=hours&",
}
RANGES = ("4w", "12w", "26w", "1y", "2y", "5y")
TODAY = STARTED.date()
AWKWARD = '<b>Wide-grip</b> & "MWMWMW" \u6f22\u5b57 bench press with a pause of three seconds at the chest'

_MEASURE = """() => [...document.querySelectorAll('text')].map(text => {
  const box = text.getBoundingClientRect();
  const scale = text.getScreenCTM().a;
  return {words: text.textContent, left: box.left, right: box.right, top: box.top, bottom: box.bottom,
          size: parseFloat(getComputedStyle(text).fontSize) * scale};
})"""


_SURFACE = "() => getComputedStyle(document.querySelector('svg > rect')).fill"


@dataclass(frozen=True)
class Word:
    """A line of text where the browser has put it, in CSS pixels."""

    words: str
    left: float
    right: float
    top: float
    bottom: float
    size: float

    def meets(self, other: Word) -> bool:
        """Whether the two cover each other. A line's box is higher than its letters, by a fifth above and below."""
        slack = 0.2 * min(self.size, other.size)
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.5 and down > 2 * slack


def chart(user: Member, name: str, named: str, theme: str = "light") -> str:
    answer = user.api.get(f"{CHARTS[name]}format=svg&range={named}&theme={theme}")
    assert answer.status == 200, answer.body
    return answer.body


@contextmanager
def phone(**options: Any) -> Iterator[Page]:
    """A page as wide as a phone. Playwright has the thread's event loop meanwhile: no handler can be called."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": WIDTH, "height": 740}, **options)
        browser.close()


def shown(page: Page, svg: str) -> list[Word]:
    """The words of a chart on a page that it fills."""
    page.set_content(f'<body style="margin:0">{svg}</body>')
    return [Word(**found) for found in page.evaluate(_MEASURE)]


def assert_all_legible(user: Member) -> None:
    """Every chart of every range."""
    drawn = [chart(user, name, named) for name in CHARTS for named in RANGES]
    with phone() as page:
        for svg in drawn:
            assert_legible(shown(page, svg))


def assert_legible(words: list[Word]) -> None:
    assert words
    for word in words:
        assert word.size >= SMALLEST - 0.01, word
        assert word.left >= 0, word
        assert word.right <= WIDTH, word
        assert word.top >= 0, word
    assert [(one, other) for one, other in combinations(words, 2) if one.meets(other)] == []


def weighed(user: Member, days: int, every: int) -> None:
    for day in range(days, -1, -every):
        at = (STARTED - timedelta(days=day)).isoformat().replace("+00:00", "Z")
        body = {"weight": round(80 + day / 30 + day * 7 % 5 / 4, 2), "measuredAt": at}
        assert user.api.post("/v1/progress/body", body).status == 201


@pytest.mark.parametrize("units", ["metric", "imperial"])
def test_years_of_training_can_be_read_on_a_phone(units: str) -> None:
    user = member(role=Role.PREMIUM)
    keep(user.principal.user_id, years_of_training(TODAY, 450, days_apart=4))
    weighed(user, 1800, 30)
    assert user.api.put("/v1/users/preferences", {"units": units}).status == 200
    assert_all_legible(user)


@pytest.mark.parametrize("workouts", [0, 1, 2, 5])
def test_a_beginner_can_read_it_too(workouts: int) -> None:
    user = member(role=Role.PREMIUM)
    done = [did(BENCH, name=AWKWARD), did(SQUAT, weight=1999.5, one_rep_max=1999.5), did(CURL)]
    sessions = [session(TODAY - timedelta(days=3 * number), *done, rpe=9.5) for number in range(workouts)]
    keep(user.principal.user_id, sessions)
    if workouts:
        weighed(user, workouts - 1, 1)
    assert_all_legible(user)


def test_light_and_dark_show_the_same_in_their_colours() -> None:
    user = member(role=Role.PREMIUM)
    keep(user.principal.user_id, years_of_training(TODAY, 60))
    weighed(user, 60, 5)
    drawn = [tuple(chart(user, name, "12w", theme) for theme in ("light", "dark")) for name in CHARTS]
    with phone() as page:
        for light, dark in drawn:
            words = shown(page, light)
            assert page.evaluate(_SURFACE) == "rgb(255, 255, 255)"
            assert shown(page, dark) == words
            assert page.evaluate(_SURFACE) == "rgb(22, 25, 29)"


def test_a_screen_reader_is_told_what_it_shows() -> None:
    user = member(role=Role.PREMIUM)
    keep(user.principal.user_id, [session(TODAY, did(BENCH, one_rep_max=102.5))])
    svg = chart(user, "strength", "12w")
    with phone() as page:
        shown(page, svg)
        named = page.get_by_role("img", name="Barbell Bench Press")
        assert named.count() == 1
        assert "102.5 kg" in (page.locator("desc").text_content() or "")


def test_the_address_itself_shows_the_chart_under_its_policy() -> None:
    """What the gateway answers, opened as a page: the browser has nothing to complain of, and asks for nothing else."""
    verified(Api())
    token = str(login(Api()).data["accessToken"])
    complaints: list[str] = []
    asked: list[str] = []
    with http_bridge() as base, phone(extra_http_headers={"Authorization": f"Bearer {token}"}) as page:
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        address = f"{base}/v1/analytics/frequency?format=svg&theme=dark"
        answer = page.goto(address)
        assert answer is not None
        assert answer.headers["content-type"] == "image/svg+xml"
        found: list[dict[str, Any]] = page.evaluate(_MEASURE)
    assert_legible([Word(**one) for one in found])
    assert complaints == []
    assert asked == [address]
