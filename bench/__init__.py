"""Measurements: what a request costs in time, capacity and money. `make bench` takes all of them."""
