"""FitSync's shared package: `kit` (cross-cutting) and one folder per area (the domain)."""

__version__ = "1.0.0"
