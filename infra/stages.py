"""How the stages differ. An operator edits this file: region, mail domain, origins, alarm address."""

from dataclasses import dataclass
from typing import Literal

LOCAL_PORT = 4566
LOCAL_REGION = "us-east-1"
LOCAL_ACCOUNT = "000000000000"
# MiniStack takes the id of an API from this tag, so that the base URL survives a redeploy; AWS just keeps the tag.
LOCAL_API_ID = "fitsync"
LOCAL_SOCKET_ID = "fitsync-live"

StageName = Literal["local", "dev", "staging", "prod"]


@dataclass(frozen=True)
class Throttle:
    """Requests per second and burst the gateway lets through for the whole stage (account quota: 10,000 and 5,000)."""

    rate: int
    burst: int


@dataclass(frozen=True)
class Stage:
    """One deployment of the platform. Retentions in days; `most_at_once` bounds how often any one consumer runs at a
    time, below what it declares. X-Ray records `traced_share` of the requests: a trace costs more than its request.
    """

    name: StageName
    region: str
    origins: tuple[str, ...]
    app_url: str
    mail_domain: str
    throttle: Throttle
    alarm_email: str | None = None
    # Not above INFO: the metric of a request goes along with its line, which is of that level.
    log_level: Literal["DEBUG", "INFO"] = "INFO"
    log_retention: int = 30
    traced_share: float = 0.05
    snap_start: bool = True
    protected: bool = True
    canary: bool = False
    backup_region: str | None = None
    backup_retention: int = 35
    bcrypt_cost: int = 12
    most_at_once: int | None = None

    @property
    def local(self) -> bool:
        """True for the stage that MiniStack carries: host architecture, no alias, no edge, no backup."""
        return self.name == "local"

    @property
    def mail_from(self) -> str:
        return f"FitSync <no-reply@{self.mail_domain}>"

    @property
    def removable(self) -> bool:
        """True when deleting a stack may delete its data."""
        return self.name in ("local", "dev")


STAGES: dict[StageName, Stage] = {
    stage.name: stage
    for stage in (
        Stage(
            "local",
            region=LOCAL_REGION,
            origins=("http://localhost:3000",),  # MiniStack answers every preflight with the first one
            app_url="http://localhost:3000",
            mail_domain="fitsync.localhost",
            throttle=Throttle(rate=1000, burst=2000),
            snap_start=False,
            protected=False,
            # A laptop would start ten processes of every consumer after an import; two is the least SQS can be told.
            most_at_once=2,
        ),
        Stage(
            "dev",
            region="eu-central-1",
            origins=("https://dev.fitsync.example", "http://localhost:3000"),
            app_url="https://dev.fitsync.example",
            mail_domain="dev.fitsync.example",
            throttle=Throttle(rate=100, burst=200),
            log_level="DEBUG",
            traced_share=1.0,
            snap_start=False,  # it costs about half of what an idle stage does
        ),
        Stage(
            "staging",
            region="eu-central-1",
            origins=("https://staging.fitsync.example",),
            app_url="https://staging.fitsync.example",
            mail_domain="staging.fitsync.example",
            throttle=Throttle(rate=1000, burst=2000),
            alarm_email="staging-alarms@fitsync.example",
            backup_region="eu-west-1",
        ),
        Stage(
            "prod",
            region="eu-central-1",
            origins=("https://app.fitsync.example",),
            app_url="https://app.fitsync.example",
            mail_domain="fitsync.example",
            throttle=Throttle(rate=10_000, burst=5_000),
            alarm_email="alarms@fitsync.example",
            canary=True,
            backup_region="eu-west-1",
            backup_retention=35,
        ),
    )
}


def stage(name: str) -> Stage:
    """The stage of that name; raises ValueError naming the stages there are."""
    for known, value in STAGES.items():
        if known == name:
            return value
    raise ValueError(f"There is no stage {name!r}; choose one of {', '.join(STAGES)}.")
