"""Finished charts as SVG text: data in, a picture out, nothing fetched and nothing run by who shows it."""
