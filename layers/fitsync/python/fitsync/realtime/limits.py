"""Bounds of connections, messages and rooms."""

from __future__ import annotations

from datetime import timedelta

# API Gateway closes a WebSocket connection after two hours (service quota).
MAX_CONNECTION_AGE = timedelta(hours=2)
# More devices than anybody trains with; the oldest connection makes room for a new one.
MAX_CONNECTIONS_PER_USER = 10

# API Gateway takes 128 KB per message, in frames of 32 KB (service quotas). A message of a client fits into one frame.
MAX_MESSAGE_BYTES = 32 * 1024
MAX_PUSH_BYTES = 128 * 1024

MAX_MEMBERS = 50

# The end of a rest that is told later than this is no news any more.
LATE_AFTER = timedelta(seconds=60)
