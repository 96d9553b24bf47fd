"""Health, the OpenAPI document and its page over HTTP."""
