"""The achievements, declared: what each asks for, of which fact, and how it is called.

Thresholds are choices of the product, steps that grow about as fast as training does; they claim nothing about health.
Where a figure is a known measure it is that measure:

- road races: half marathon 21,097.5 m and marathon 42,195 m (World Athletics, Technical Rules, rule 55);
- around the Earth: the equator is 40,075,017 m long (WGS 84, semi-major axis 6,378,137 m);
- plates: a bar of 20 kg with pairs of plates of 20 kg, 20 + 40 n (IPF Technical Rules Book, "Bars and discs");
- the thousand-pound club: 1,000 lb = 453.59237 kg (international avoirdupois pound of 1959);
- weeks count from two workouts on (WHO guidelines on physical activity 2020: muscles on two or more days a week).
"""

from __future__ import annotations

from decimal import Decimal

from fitsync.achievements.rules import AchievementCategory, Family, Rule

WORKOUTS_A_WEEK = 2

_THOUSAND = Decimal(1000)
_HOUR = Decimal(3600)

_FAMILIES = (
    Family(
        "workouts",
        AchievementCategory.TRAINING,
        "workouts",
        "workouts",
        "Complete {} workouts.",
        (
            ("1", "First Step"),
            ("10", "Warmed Up"),
            ("25", "Getting Serious"),
            ("50", "Half a Hundred"),
            ("100", "Centurion"),
            ("250", "Part of Life"),
            ("500", "Old Hand"),
            ("1000", "A Thousand Times"),
        ),
        one="Complete a workout.",
    ),
    Family(
        "hours",
        AchievementCategory.TRAINING,
        "duration_seconds",
        "s",
        "Train for {} hours in all.",
        (
            ("36000", "Ten Hours In"),
            ("180000", "Two Full Days"),
            ("360000", "Hundred-Hour Club"),
            ("1800000", "Clockwork"),
        ),
        scale=_HOUR,
    ),
    Family(
        "exercises",
        AchievementCategory.TRAINING,
        "exercises",
        "exercises",
        "Train {} different exercises.",
        (("10", "Curious"), ("25", "Well Rounded"), ("50", "Explorer"), ("100", "Walking Catalogue")),
    ),
    Family(
        "templates",
        AchievementCategory.TRAINING,
        "from_templates",
        "workouts",
        "Complete {} workouts from a template.",
        (("1", "According to Plan"), ("25", "Plan Keeper"), ("100", "Programmed")),
        one="Complete a workout from a template.",
    ),
    Family(
        "early",
        AchievementCategory.CONSISTENCY,
        "early_workouts",
        "workouts",
        "Begin {} workouts between four and seven in the morning.",
        (("1", "Early Bird"), ("10", "Dawn Patrol"), ("50", "First Light")),
        one="Begin a workout between four and seven in the morning.",
    ),
    Family(
        "late",
        AchievementCategory.CONSISTENCY,
        "late_workouts",
        "workouts",
        "Begin {} workouts between nine in the evening and four in the morning.",
        (("1", "Night Owl"), ("10", "Lights Still On"), ("50", "Last One Out")),
        one="Begin a workout between nine in the evening and four in the morning.",
    ),
    Family(
        "weekend",
        AchievementCategory.CONSISTENCY,
        "weekend_workouts",
        "workouts",
        "Complete {} workouts on weekends.",
        (("10", "Weekend Warrior"), ("50", "No Day Off"), ("100", "Saturday Regular")),
    ),
    Family(
        "days",
        AchievementCategory.CONSISTENCY,
        "longest_days",
        "days",
        "Train {} days in a row.",
        (("3", "Three in a Row"), ("7", "Whole Week"), ("14", "Fortnight"), ("30", "Every Single Day")),
    ),
    Family(
        "weeks",
        AchievementCategory.CONSISTENCY,
        "longest_weeks",
        "weeks",
        f"Train at least {WORKOUTS_A_WEEK} times a week for {{}} weeks in a row.",
        (
            ("4", "A Month of It"),
            ("8", "Habit Forming"),
            ("12", "Whole Season"),
            ("26", "Half a Year"),
            ("52", "Year-Round"),
            ("104", "Two Years Running"),
        ),
    ),
    Family(
        "volume",
        AchievementCategory.STRENGTH,
        "volume",
        "kg",
        "Lift {} tonnes in all.",
        (("10000", "Ten Tonnes"), ("100000", "Freight Train"), ("500000", "Crane"), ("1000000", "A Million Kilos")),
        scale=_THOUSAND,
    ),
    Family(
        "reps",
        AchievementCategory.STRENGTH,
        "reps",
        "reps",
        "Do {} repetitions in all.",
        (("1000", "Counting Up"), ("10000", "Ten Thousand"), ("100000", "Perpetual Motion")),
    ),
    Family(
        "sets",
        AchievementCategory.STRENGTH,
        "sets",
        "sets",
        "Do {} working sets in all.",
        (("100", "Set for Set"), ("1000", "Solid Ground"), ("5000", "Workhorse"), ("10000", "Set in Stone")),
    ),
    Family(
        "bench_press",
        AchievementCategory.STRENGTH,
        "bench_press_kg",
        "kg",
        "Bench press {} kg with a barbell.",
        (("60", "One Plate Press"), ("100", "Two Plate Press"), ("140", "Three Plate Press")),
    ),
    Family(
        "squat",
        AchievementCategory.STRENGTH,
        "squat_kg",
        "kg",
        "Squat {} kg with a barbell on your back.",
        (
            ("60", "One Plate Squat"),
            ("100", "Two Plate Squat"),
            ("140", "Three Plate Squat"),
            ("180", "Four Plate Squat"),
        ),
    ),
    Family(
        "deadlift",
        AchievementCategory.STRENGTH,
        "deadlift_kg",
        "kg",
        "Deadlift {} kg.",
        (
            ("60", "One Plate Pull"),
            ("100", "Two Plate Pull"),
            ("140", "Three Plate Pull"),
            ("180", "Four Plate Pull"),
            ("220", "Five Plate Pull"),
        ),
    ),
    Family(
        "thousand_pounds",
        AchievementCategory.STRENGTH,
        "lifts_kg",
        "kg",
        "Bench press, squat and deadlift {} kg (1,000 lb) together.",
        (("453.59237", "Thousand-Pound Club"),),
    ),
    Family(
        "run",
        AchievementCategory.ENDURANCE,
        "longest_run_m",
        "m",
        "Run {} km at a time.",
        (("5000", "Five K"), ("10000", "Ten K"), ("21097.5", "Half Marathon"), ("42195", "Marathon")),
        scale=_THOUSAND,
    ),
    Family(
        "distance",
        AchievementCategory.ENDURANCE,
        "distance_m",
        "m",
        "Cover {} km in all.",
        (
            ("42195", "Marathon in Pieces"),
            ("100000", "Hundred Kilometres"),
            ("500000", "Long Way Round"),
            ("1000000", "A Thousand Kilometres"),
            ("40075017", "Around the Earth"),
        ),
        scale=_THOUSAND,
    ),
    Family(
        "measured",
        AchievementCategory.PROGRESS,
        "body_entries",
        "entries",
        "Record {} body measurements.",
        (("1", "Baseline"), ("30", "Keeping Track"), ("100", "Data Minded"), ("365", "A Year of Numbers")),
        one="Record a body measurement.",
    ),
    Family(
        "photos",
        AchievementCategory.PROGRESS,
        "photos",
        "photos",
        "Keep {} progress photos.",
        (("1", "Before"), ("12", "In the Picture"), ("52", "Time Lapse")),
        one="Keep a progress photo.",
    ),
    Family(
        "goals",
        AchievementCategory.GOALS,
        "goals_achieved",
        "goals",
        "Achieve {} goals.",
        (("1", "Bull's Eye"), ("5", "On Target"), ("10", "Goal Getter"), ("25", "Sharpshooter")),
        one="Achieve a goal.",
    ),
    Family(
        "goal_streak",
        AchievementCategory.GOALS,
        "goal_streak",
        "goals",
        "Achieve {} goals in a row without missing one.",
        (("3", "Hat-Trick"), ("5", "Hot Hand"), ("10", "Unmissable")),
    ),
)

RULES: tuple[Rule, ...] = tuple(rule for family in _FAMILIES for rule in family.rules())
"""Every achievement, families together, easiest first."""
