"""The HTTP edge: routes that declare their access and errors, and the Lambda handler around an app.

This is the only part of the package that knows FastAPI and API Gateway's events.
"""
