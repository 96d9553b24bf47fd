"""Who may see a template, and who may change it.

What a block or a friendship means for who sees what is decided by the users' area, for every area.
"""

from __future__ import annotations

from collections.abc import Collection

from fitsync.templates.errors import NotYourTemplate, TemplateNotFound
from fitsync.templates.template import Sharing, Summary, Template
from fitsync.users import reading as users
from fitsync.users.reading import Audience, Relation


def sees(user_id: str, created_by: str | None, sharing: Sharing, relation: Relation) -> bool:
    """Whether the user may read a template: a built-in programme, their own, or a public one of no blocked user."""
    audience = Audience.PUBLIC if sharing.is_public else Audience.PRIVATE
    return created_by is None or users.sees(user_id, created_by, audience, relation)


def seen(user_id: str, found: Collection[Summary]) -> frozenset[str]:
    """The ids of those templates that the user may see; one request when somebody else made any of them."""
    others = [one.created_by for one in found if one.created_by is not None and one.sharing.is_public]
    relations = users.relations(user_id, others)
    return frozenset(
        one.id
        for one in found
        if sees(user_id, one.created_by, one.sharing, relations.get(one.created_by or "", Relation.NONE))
    )


def require_visible(template: Template | None, user_id: str) -> Template:
    """The template; raises `TemplateNotFound` when there is none, or none that the user may see.

    Somebody else's public template takes a request: there may be a block between the two.
    """
    if template is None:
        raise TemplateNotFound()
    sharing, created_by = template.content.sharing, template.created_by
    relation = users.relation(user_id, created_by) if created_by and sharing.is_public else Relation.NONE
    if not sees(user_id, created_by, sharing, relation):
        raise TemplateNotFound()
    return template


def require_own(template: Template | None, user_id: str) -> Template:
    """The user's own template; raises `TemplateNotFound`, or `NotYourTemplate` for one that they may only read."""
    visible = require_visible(template, user_id)
    if visible.created_by != user_id:
        raise NotYourTemplate()
    return visible
