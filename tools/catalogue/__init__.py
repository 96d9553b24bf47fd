"""Builds the exercise catalogue from readable sources.

- `facts.jsonl`: names, muscles, equipment, mechanics and level.
- `families/*.toml`: what exercises of one movement family share, and what sets each member apart.
- `met.toml`: MET values by Compendium code.
- `ids.json`: the id of every slug, assigned once.
"""
