"""Import of recorded activities: FIT, TCX and GPX files of watches, bike computers and other apps."""
