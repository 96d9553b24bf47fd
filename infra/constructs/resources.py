"""What functions are given: the stage's shared resources, and the permissions and environment derived from them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from aws_cdk import Fn, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sqs as sqs

from infra import platform
from infra.platform import Function
from infra.stages import Stage

ROTATION_ACTIONS = ("DescribeSecret", "GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage")


@dataclass(frozen=True)
class SocketEndpoint:
    """Where the WebSocket API is managed, the ARN of its connections, and what cdk-nag calls that ARN."""

    url: str
    connections_arn: str
    connections_name: str


@dataclass(frozen=True)
class Resources:
    """The data stack's resources by their declared names."""

    tables: Mapping[str, dynamodb.ITableV2]
    buckets: Mapping[str, s3.IBucket]
    secrets: Mapping[str, secretsmanager.ISecret]
    bus: events.IEventBus
    queues: Mapping[str, sqs.IQueue] = field(default_factory=dict)
    socket: SocketEndpoint | None = None

    def environment(self, function: Function, stage: Stage, api_url: str | None) -> dict[str, str]:
        """The variables a function reads: the names of what it may use, and what the stage decides."""
        values = {
            "STAGE": stage.name,
            "LOG_LEVEL": stage.log_level,
            "SERVICE_NAME": function.name,
            "APP_URL": stage.app_url,
            "ALLOWED_ORIGINS": ",".join(stage.origins),
        }
        values |= {f"TABLE_{use.table.upper()}": self.tables[use.table].table_name for use in function.tables}
        values |= {f"BUCKET_{use.bucket.upper()}": self.buckets[use.bucket].bucket_name for use in function.buckets}
        values |= {f"SECRET_{name.upper()}": self.secrets[name].secret_arn for name in function.secrets}
        if api_url is not None:
            values["API_URL"] = api_url
        if function.sends_mail:
            values["MAIL_FROM"] = stage.mail_from
        if function.watches:
            values |= {f"BUCKET_{name.upper()}": bucket.bucket_name for name, bucket in self.buckets.items()}
            values |= {f"SECRET_{name.upper()}": secret.secret_arn for name, secret in self.secrets.items()}
        if function.watches or isinstance(function, platform.Publisher):
            values["EVENT_BUS"] = self.bus.event_bus_name
        values |= {f"QUEUE_{name.upper()}": self.queues[name].queue_url for name in function.sends_to}
        if function.pushes:
            assert self.socket is not None
            values["WEBSOCKET_ENDPOINT"] = self.socket.url
        return values | dict(function.environment)

    def statements(self, function: Function, stage: Stage, stack: Stack) -> Iterator[iam.PolicyStatement]:
        """What the function's role may do, from its declaration: named actions on named resources."""
        for use in function.tables:
            table = self.tables[use.table]
            indexes = platform.table(use.table).indexes if "Query" in use.actions else ()
            yield iam.PolicyStatement(
                actions=[f"dynamodb:{action}" for action in use.actions],
                resources=[table.table_arn, *(f"{table.table_arn}/index/{index.name}" for index in indexes)],
            )
        for kept in function.buckets:
            yield iam.PolicyStatement(
                actions=[f"s3:{action}" for action in kept.actions if action != "ListBucket"],
                resources=[objects_arn(kept, stage)],
            )
            if "ListBucket" in kept.actions:
                yield iam.PolicyStatement(
                    actions=["s3:ListBucket"],
                    resources=[Fn.import_value(bucket_arn_export(kept.bucket, stage))],
                    conditions={"StringLike": {"s3:prefix": f"{kept.prefix}*"}},
                )
        if function.secrets:
            rotates = isinstance(function, platform.Rotation)
            yield iam.PolicyStatement(
                actions=[
                    f"secretsmanager:{action}" for action in (ROTATION_ACTIONS if rotates else ("GetSecretValue",))
                ],
                resources=[self.secrets[name].secret_arn for name in function.secrets],
            )
        if function.sends_to:
            queues = [self.queues[name].queue_arn for name in function.sends_to]
            yield iam.PolicyStatement(actions=["sqs:SendMessage"], resources=queues)
        if function.pushes:
            assert self.socket is not None
            yield iam.PolicyStatement(
                actions=["execute-api:ManageConnections"], resources=[self.socket.connections_arn]
            )
        if function.watches:
            yield from self._looking(stage)
        if isinstance(function, platform.Publisher):
            yield iam.PolicyStatement(actions=["events:PutEvents"], resources=[self.bus.event_bus_arn])
        if function.sends_mail:
            identity = stack.format_arn(service="ses", resource="identity", resource_name=stage.mail_domain)
            yield iam.PolicyStatement(actions=["ses:SendEmail", "ses:SendRawEmail"], resources=[identity])

    def _looking(self, stage: Stage) -> Iterator[iam.PolicyStatement]:
        """Whether a thing is there, not what is in it (`HeadBucket` is allowed by `ListBucket`)."""
        looked_at = {
            "secretsmanager:DescribeSecret": [secret.secret_arn for secret in self.secrets.values()],
            "s3:ListBucket": [Fn.import_value(bucket_arn_export(name, stage)) for name in self.buckets],
            "events:DescribeEventBus": [self.bus.event_bus_arn],
        }
        for action, resources in looked_at.items():
            yield iam.PolicyStatement(actions=[action], resources=resources)


def bucket_arn_export(bucket: str, stage: Stage) -> str:
    """The name the data stack exports a bucket's ARN under; a chosen one, so that a reason can be written for it."""
    return f"{platform.PROJECT}-{stage.name}-{bucket}-arn"


def objects_arn(use: platform.BucketUse, stage: Stage) -> str:
    """The ARN of every object below the declared prefix."""
    return f"{Fn.import_value(bucket_arn_export(use.bucket, stage))}/{use.prefix}*"
