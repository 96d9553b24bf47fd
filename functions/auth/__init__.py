"""Registration, sign-in and sessions over HTTP."""
