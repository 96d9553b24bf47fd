"""Templates of people who block each other."""

from __future__ import annotations

import pytest

from fitsync.templates import service as templates
from tests.support.accounts import Member
from tests.support.meter import metered
from tests.support.requests.templates import created

pytestmark = pytest.mark.usefixtures("stopped_clock")

LISTS = ["", "/public", "/featured"]


def listed(viewer: Member, template_id: str, path: str) -> bool:
    """Whether a template is on any page of a list."""
    return template_id in [one["id"] for one in viewer.api.every(f"/v1/templates{path}")]


@pytest.mark.parametrize("who", ["the creator", "the reader"])
def test_a_block_hides_a_published_template_everywhere_until_it_is_lifted(ada: Member, grace: Member, who: str) -> None:
    template_id = created(ada.api, sharing={"isPublic": True, "isPublished": True})
    templates.feature(template_id, 1)
    path = f"/v1/templates/{template_id}"
    assert grace.api.post(f"{path}/favorite").status == 200
    lists = [*LISTS, "?favorite=true"]
    assert [listed(grace, template_id, one) for one in lists] == [True] * 4

    one, other = (ada, grace) if who == "the creator" else (grace, ada)
    block = f"/v1/users/{other.principal.user_id}/block"
    assert one.api.post(block).status == 204
    assert [listed(grace, template_id, path) for path in lists] == [False] * 4
    refused = [grace.api.get(path), grace.api.post(f"{path}/duplicate"), grace.api.post(f"{path}/rate", {"rating": 1})]
    assert {answer.code for answer in refused} == {"TEMPLATE_NOT_FOUND"}
    assert grace.api.post("/v1/workouts", {"templateId": template_id}).code == "TEMPLATE_NOT_FOUND"
    assert grace.api.get(f"{path}/preview").code == "TEMPLATE_NOT_FOUND"
    assert listed(ada, template_id, "/public")

    assert one.api.delete(block).status == 204
    assert listed(grace, template_id, "/public")


def test_a_private_template_is_its_creator_s_alone(ada: Member, grace: Member) -> None:
    template_id = created(ada.api)
    assert grace.api.get(f"/v1/templates/{template_id}").code == "TEMPLATE_NOT_FOUND"


def test_looking_for_blocks_takes_a_request_and_only_for_what_others_made(ada: Member, grace: Member) -> None:
    shared = {"isPublic": True, "isPublished": True}
    template_id = created(ada.api, sharing=shared)
    path = "/v1/templates/public?limit=5"
    for viewer, reads in ((ada, 1), (grace, 2)):
        viewer.api.get(path)
        with metered() as meter:
            assert template_id in [one["id"] for one in viewer.api.get(path).data]
        assert meter.reads == reads
    with metered() as meter:
        assert grace.api.get(f"/v1/templates/{template_id}").status == 200
    assert meter.reads == 2
