"""What can go wrong with templates."""

from __future__ import annotations

from fitsync.kit.errors import Conflict, Forbidden, NotFound, ValidationFailed


class TemplateNotFound(NotFound):
    code, message = "TEMPLATE_NOT_FOUND", "There is no such template."


class TemplateDeleted(Conflict):
    """A create that names the id of a template deleted since."""

    code, message = "TEMPLATE_DELETED", "A template with this id was deleted; choose another id."


class NotYourTemplate(Forbidden):
    """Somebody else's public template, or a built-in programme: it can be read and copied, not changed."""

    code, message = "NOT_YOUR_TEMPLATE", "Only its creator can change a template; make a copy of it."


class TemplateNotPublic(Conflict):
    code, message = "TEMPLATE_NOT_PUBLIC", "Only a published template can be featured."


class NotATrainingDay(ValidationFailed):
    code, message = "NOT_A_TRAINING_DAY", "The plan has no training on this day."


class ProgressionInvalid(ValidationFailed):
    code, message = "PROGRESSION_INVALID", "The rules of progression do not fit the exercise."


class TemplateTooLarge(ValidationFailed):
    code, message = "TEMPLATE_TOO_LARGE", "The template is too large."
