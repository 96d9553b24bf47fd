"""Configuration, read from the environment the first time it is asked for and never at import."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from typing import Literal, NamedTuple

from fitsync.kit import snapshot
from fitsync.kit.errors import Misconfigured

LOCAL = "local"


class Settings(NamedTuple):
    """The environment of one function. A value that is missing raises `Misconfigured` when it is used."""

    environment: Mapping[str, str]

    def _required(self, key: str) -> str:
        value = self.environment.get(key)
        if not value:
            raise Misconfigured(key)
        return value

    def table(self, name: str) -> str:
        """The physical name of the table `name` (`TABLE_<NAME>`)."""
        return self._required(f"TABLE_{name.upper()}")

    def bucket(self, name: str) -> str:
        """The physical name of the bucket `name` (`BUCKET_<NAME>`)."""
        return self._required(f"BUCKET_{name.upper()}")

    def secret(self, name: str) -> str:
        """The name or ARN of the secret `name` (`SECRET_<NAME>`)."""
        return self._required(f"SECRET_{name.upper()}")

    def named(self, kind: Literal["table", "bucket", "secret"]) -> dict[str, str]:
        """Every resource of a kind that the function was given: its physical name by its declared one."""
        prefix = f"{kind.upper()}_"
        return {
            key.removeprefix(prefix).lower(): value
            for key, value in sorted(self.environment.items())
            if key.startswith(prefix)
        }

    def queue_url(self, name: str) -> str:
        """The URL of the queue `name` (`QUEUE_<NAME>`)."""
        return self._required(f"QUEUE_{name.upper()}")

    @property
    def stage(self) -> str:
        return self._required("STAGE")

    @property
    def is_local(self) -> bool:
        return self.environment.get("STAGE") == LOCAL

    @property
    def region(self) -> str:
        return self.environment.get("AWS_REGION") or self._required("AWS_DEFAULT_REGION")

    def endpoint(self, service: str, identifier: str) -> str:
        """Where a service of AWS is: the variables that every SDK knows, or the endpoint of the region."""
        given = self.environment.get(f"AWS_ENDPOINT_URL_{identifier}") or self.environment.get("AWS_ENDPOINT_URL")
        domain = "amazonaws.com.cn" if self.region.startswith("cn-") else "amazonaws.com"
        return given or f"https://{service}.{self.region}.{domain}"

    @property
    def service(self) -> str:
        """The function's name, as it appears on logs and metrics."""
        return self.environment.get("SERVICE_NAME", "fitsync")

    @property
    def log_level(self) -> str:
        return self.environment.get("LOG_LEVEL", "INFO")

    @property
    def event_bus(self) -> str:
        return self._required("EVENT_BUS")

    @property
    def websocket_endpoint(self) -> str:
        """Where the management API of the WebSocket API is: `https://<api>/<stage>`."""
        return self._required("WEBSOCKET_ENDPOINT")

    @property
    def mail_from(self) -> str:
        return self._required("MAIL_FROM")

    @property
    def api_url(self) -> str:
        """The public base URL of the API, without `/v1` and without a trailing slash."""
        return self._required("API_URL").rstrip("/")

    @property
    def app_url(self) -> str:
        """The base URL of the client application that mail links open."""
        return self._required("APP_URL").rstrip("/")

    @property
    def origins(self) -> frozenset[str]:
        """Origins that browsers may call the API from."""
        listed = self.environment.get("ALLOWED_ORIGINS", "")
        return frozenset(origin for origin in listed.split(",") if origin)

    @property
    def bcrypt_cost(self) -> int:
        """log2 of bcrypt's rounds: 12 (FitJourney, section 4.1) unless tests lower it."""
        return int(self.environment.get("BCRYPT_COST", "12"))


def trace_id() -> str | None:
    """The X-Ray trace of the invocation under way; Lambda puts it into the environment anew for each."""
    parts = dict(part.partition("=")[::2] for part in os.environ.get("_X_AMZN_TRACE_ID", "").split(";"))
    return parts.get("Root")


@functools.cache
def settings() -> Settings:
    """The settings of this process. Tests call `settings.cache_clear()` after changing the environment."""
    return Settings(dict(os.environ))


snapshot.forgets(settings.cache_clear)
