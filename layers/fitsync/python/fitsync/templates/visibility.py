"""Who may see a template, and who may change it: decided here and nowhere else."""

from __future__ import annotations

from fitsync.templates.errors import NotYourTemplate, TemplateNotFound
from fitsync.templates.template import Sharing, Template


def sees(user_id: str, created_by: str | None, sharing: Sharing) -> bool:
    """Whether the user may read a template: a built-in programme, their own, or a public one."""
    return created_by is None or created_by == user_id or sharing.is_public


def require_visible(template: Template | None, user_id: str) -> Template:
    """The template; raises `TemplateNotFound` when there is none, or none that the user may see."""
    if template is None or not sees(user_id, template.created_by, template.content.sharing):
        raise TemplateNotFound()
    return template


def require_own(template: Template | None, user_id: str) -> Template:
    """The user's own template; raises `TemplateNotFound`, or `NotYourTemplate` for one that they may only read."""
    visible = require_visible(template, user_id)
    if visible.created_by != user_id:
        raise NotYourTemplate()
    return visible
