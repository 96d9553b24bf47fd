"""Making, changing, copying and deleting templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from fitsync.exercises import reading as exercises
from fitsync.exercises.errors import ExerciseNotFound
from fitsync.kit import clock, store
from fitsync.kit.errors import IdTaken, ValidationFailed
from fitsync.templates import catalogue, repository
from fitsync.templates.errors import TemplateDeleted, TemplateNotFound
from fitsync.templates.events import TemplateCreated, TemplateUpdated
from fitsync.templates.events import TemplateDeleted as Deleted
from fitsync.templates.reading import TemplateView, get, visible, written
from fitsync.templates.repository import Found
from fitsync.templates.rules import check_plan
from fitsync.templates.template import Content, Stats, Template
from fitsync.templates.visibility import require_own

Check: TypeAlias = Callable[[int], None]
"""Raises when a change may not be made to this version."""


def create(
    user_id: str, template_id: str, content: Content, copied_from: str | None = None
) -> tuple[TemplateView, bool]:
    """The template, and whether it is new. The same id again gives the same template, as it is by now.

    Raises `ExerciseNotFound`, `TemplateDeleted`, `IdTaken`, or what the plan breaks.
    """
    _check(content, user_id)
    now = clock.now()
    template = Template(
        id=template_id,
        created_by=user_id,
        content=content,
        created_at=now,
        updated_at=now,
        copied_from=copied_from,
    )
    if catalogue.has(template_id):
        raise IdTaken()
    event = TemplateCreated(
        template_id=template_id,
        template_name=content.name,
        copied_from=copied_from,
        is_public=content.sharing.is_public,
    )
    item, actions = repository.creation(template, event)
    try:
        store.write(*actions)
    except store.ConditionFailed:
        return _existing(template_id, user_id), False
    return TemplateView(repository.template_of(item), Stats()), True


def _existing(template_id: str, user_id: str) -> TemplateView:
    item = repository.find_item(template_id)
    if item is None or item.template.created_by != user_id:
        raise IdTaken()
    if item.deleted:
        raise TemplateDeleted()
    return get(template_id, user_id)


def _check(content: Content, user_id: str) -> None:
    """Raise unless every exercise is there for the user (for everybody, if the template is public) and all fits."""
    ids = sorted(content.weekly_plan.exercise_ids())
    kinds = {one.id: one.kind for one in exercises.find_many(ids, user_id)}
    if content.sharing.is_published and not content.sharing.is_public:
        raise ValidationFailed.at("body.sharing.isPublished", "only a public template can be published")
    if content.sharing.is_public:
        try:
            exercises.find_many(ids, "")
        except ExerciseNotFound:
            raise ValidationFailed.at("body.sharing.isPublic", "the plan has an exercise that only you see") from None
    check_plan(content.weekly_plan, kinds)


def update(user_id: str, template_id: str, content: Content, check: Check) -> TemplateView:
    """Replace what the creator wrote. Sessions that were started keep what they were started with.

    Raises `TemplateNotFound`, `NotYourTemplate`, `ConcurrentChange`, or what the content breaks.
    """
    found = visible(template_id, user_id)
    template = require_own(found.template, user_id)
    assert found.item is not None
    check(template.version)
    if content == template.content:
        return TemplateView.of(found)
    _check(content, user_id)
    changed = template.model_copy(update={"content": content, "updated_at": clock.now(), "version": 1})
    event = TemplateUpdated(
        template_id=template_id,
        template_name=content.name,
        template_version=found.item.next_version,
        is_public=content.sharing.is_public,
    )
    written(*repository.change(found.item, changed, event))
    return TemplateView.of(
        Found(repository.template_of(found.item), found.item, found.stats, found.favorite, found.rating, found.plan)
    )


def delete(user_id: str, template_id: str, check: Check) -> None:
    """Delete a template; one that is deleted already stays so."""
    item = repository.find_item(template_id)
    if item is None:
        require_own(visible(template_id, user_id).template, user_id)
        raise TemplateNotFound()
    if item.deleted:
        if item.template.created_by != user_id:
            raise TemplateNotFound()
        return
    require_own(item.template, user_id)
    check(int(item.version))
    written(*repository.burial(item, Deleted(template_id=template_id), clock.now()))


def duplicate(user_id: str, template_id: str, new_id: str, name: str | None) -> tuple[TemplateView, bool]:
    """A private copy among the user's own templates, and whether it is new."""
    source = visible(template_id, user_id).template
    sharing = source.content.sharing.model_copy(update={"is_public": False, "is_published": False})
    content = source.content.model_copy(update={"name": name or source.content.name, "sharing": sharing})
    return create(user_id, new_id, content, copied_from=template_id)
