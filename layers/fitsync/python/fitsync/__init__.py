"""FitSync's shared package: `kit` (cross-cutting) and one folder per area (the domain)."""
