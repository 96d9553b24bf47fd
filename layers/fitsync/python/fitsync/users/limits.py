"""Bounds of what one person can have of others."""

from __future__ import annotations

# What is shared with friends is delivered to each of them: a thousand are 40 batches of writes, about a second in one
# message of a consumer.
MAX_FRIENDS = 1000
# Requests that nobody answered. Who asks more strangers than this at a time is not looking for friends.
MAX_SENT_REQUESTS = 100
# Far above what anybody needs, so that a script cannot fill the table with them.
MAX_BLOCKS = 1000
