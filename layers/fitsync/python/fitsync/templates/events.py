"""What happens to templates."""

from typing import ClassVar

from fitsync.kit.events import DomainEvent


class TemplateCreated(DomainEvent):
    name: ClassVar[str] = "templates.template_created"

    template_id: str
    template_name: str
    copied_from: str | None = None
    is_public: bool = False


class TemplateUpdated(DomainEvent):
    name: ClassVar[str] = "templates.template_updated"

    template_id: str
    template_name: str
    template_version: int
    is_public: bool = False


class TemplateDeleted(DomainEvent):
    name: ClassVar[str] = "templates.template_deleted"

    template_id: str


class TemplateFavorited(DomainEvent):
    """A template became somebody's favourite."""

    name: ClassVar[str] = "templates.template_favorited"

    template_id: str


class TemplateUnfavorited(DomainEvent):
    """A template is somebody's favourite no longer."""

    name: ClassVar[str] = "templates.template_unfavorited"

    template_id: str


class TemplateRated(DomainEvent):
    """A template was given stars, in place of `before` when it had been rated by the user."""

    name: ClassVar[str] = "templates.template_rated"

    template_id: str
    stars: int
    before: int | None = None
