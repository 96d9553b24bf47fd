"""The token check of the WebSocket API."""
