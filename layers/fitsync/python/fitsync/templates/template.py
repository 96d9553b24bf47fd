"""A template: what is stored of it besides its numbers."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from fitsync.exercises.documents import Equipment, Muscle
from fitsync.kit.documents import Document
from fitsync.templates.plan import WeeklyPlan


class Level(StrEnum):
    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Goal(StrEnum):
    STRENGTH = "strength"
    MUSCLE_BUILDING = "muscle_building"
    FAT_LOSS = "fat_loss"
    ENDURANCE = "endurance"
    MOBILITY = "mobility"


class Category(StrEnum):
    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"
    SPECIALIZED = "specialized"


class Metadata(Document):
    """What a template is for. `duration` in minutes, `estimated_calories` in kcal, both of one training day."""

    difficulty: Level
    goal: Goal
    duration: int | None = None
    primary_muscles: tuple[Muscle, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    tags: tuple[str, ...] = ()
    estimated_calories: int | None = None


class Sharing(Document):
    """`is_public`: whoever knows the id can read it. `is_published`: it is in the public listing, too."""

    is_public: bool = False
    is_published: bool = False
    category: Category | None = None

    @property
    def listed(self) -> bool:
        """Whether it belongs into the public listing."""
        return self.is_public and self.is_published


class Content(Document):
    """What a creator writes."""

    name: str
    description: str = ""
    metadata: Metadata
    weekly_plan: WeeklyPlan
    sharing: Sharing = Field(default_factory=Sharing)


class Template(Document):
    """The aggregate. A built-in programme has no creator, and names the source of its scheme."""

    id: str
    created_by: str | None
    content: Content
    created_at: datetime
    updated_at: datetime
    copied_from: str | None = None
    source: str | None = None
    version: int = 1

    @property
    def plan(self) -> WeeklyPlan:
        return self.content.weekly_plan


class Summary(Document):
    """A template as listings show it."""

    id: str
    created_by: str | None
    name: str
    description: str
    metadata: Metadata
    sharing: Sharing
    total_weeks: int
    days_per_week: int
    created_at: datetime
    version: int


class Stats(Document):
    """What users made of a template. The completion rate is the share of started sessions that were completed."""

    usage_count: int = 0
    completed_count: int = 0
    rating_sum: int = 0
    rating_count: int = 0
    favorites_count: int = 0

    @property
    def average_rating(self) -> Decimal | None:
        """From 1 to 5, to two decimals."""
        return round(Decimal(self.rating_sum) / self.rating_count, 2) if self.rating_count else None

    @property
    def completion_rate(self) -> Decimal | None:
        """In percent, to one decimal."""
        if not self.usage_count:
            return None
        return round(Decimal(min(self.completed_count, self.usage_count)) * 100 / self.usage_count, 1)


# A listing shows the beginning of a long description.
_SHOWN = 200


def summary_of(template: Template) -> Summary:
    """The template in brief."""
    content = template.content
    return Summary(
        id=template.id,
        created_by=template.created_by,
        name=content.name,
        description=content.description[:_SHOWN],
        metadata=content.metadata,
        sharing=content.sharing,
        total_weeks=content.weekly_plan.total_weeks,
        days_per_week=max(len(week.training) for week in content.weekly_plan.weeks),
        created_at=template.created_at,
        version=template.version,
    )
