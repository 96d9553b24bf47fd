"""What must outlive a deployment: tables, the upload bucket, secrets, the bus and the mail identity."""

from aws_cdk import CfnOutput, Duration, Environment, RemovalPolicy, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_ses as ses
from constructs import Construct

from infra import platform
from infra.constructs.nag import acknowledge
from infra.constructs.resources import Resources, bucket_arn_export
from infra.constructs.table import DataTable
from infra.platform import PROJECT, Bucket, Secret
from infra.stages import Stage


class DataStack(Stack):
    def __init__(self, scope: Construct, name: str, stage: Stage, env: Environment) -> None:
        super().__init__(scope, name, env=env)
        self.stage = stage
        bus = events.EventBus(self, "Bus", event_bus_name=f"{PROJECT}-{stage.name}")
        self.resources = Resources(
            tables={declared.name: DataTable(self, declared, stage).table for declared in platform.TABLES},
            buckets={declared.name: self._bucket(declared) for declared in platform.BUCKETS},
            secrets={declared.name: self._secret(declared) for declared in platform.SECRETS},
            bus=bus,
        )
        ses.EmailIdentity(self, "MailIdentity", identity=ses.Identity.domain(stage.mail_domain))
        for name, bucket in self.resources.buckets.items():
            self.export_value(bucket.bucket_arn, name=bucket_arn_export(name, stage))
        for name, table in self.resources.tables.items():
            CfnOutput(self, f"Table{name.capitalize()}", value=table.table_name)

    def _bucket(self, declared: Bucket) -> s3.Bucket:
        bucket = s3.Bucket(
            self,
            f"{declared.name}-bucket",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            removal_policy=RemovalPolicy.DESTROY if self.stage.removable else RemovalPolicy.RETAIN,
            cors=[
                s3.CorsRule(
                    allowed_origins=list(self.stage.origins),
                    allowed_methods=[s3.HttpMethods.POST, s3.HttpMethods.PUT, s3.HttpMethods.GET],
                    allowed_headers=["*"],
                    exposed_headers=["ETag"],
                    max_age=3600,
                )
            ],
            lifecycle_rules=[
                s3.LifecycleRule(id="multipart", abort_incomplete_multipart_upload_after=Duration.days(1)),
                *(
                    s3.LifecycleRule(id=prefix.strip("/"), prefix=prefix, expiration=Duration.days(1))
                    for prefix in declared.abandoned
                ),
            ],
        )
        # The high-level switch would add a function of CDK's own; the property alone does the same.
        resource = bucket.node.default_child
        assert isinstance(resource, s3.CfnBucket)
        resource.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
            event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(event_bridge_enabled=True)
        )
        acknowledge(bucket, "CloudTrail data events record access if wanted.", "AwsSolutions-S1")
        return bucket

    def _secret(self, declared: Secret) -> secretsmanager.Secret:
        secret = secretsmanager.Secret(
            self,
            f"{declared.name}-secret",
            description=f"FitSync {self.stage.name}: {declared.purpose}",
            removal_policy=RemovalPolicy.DESTROY if self.stage.removable else RemovalPolicy.RETAIN,
            generate_secret_string=secretsmanager.SecretStringGenerator(
                password_length=declared.length, exclude_punctuation=True, require_each_included_type=True
            ),
        )
        if declared.rotated_by is None:
            acknowledge(
                secret,
                "What it authenticates lives for minutes (cursors), or must be found again for years (privacy).",
                "AwsSolutions-SMG4",
            )
        else:
            acknowledge(
                secret, f"Rotated by {declared.rotated_by} in the events stack; not in local.", "AwsSolutions-SMG4"
            )
        return secret
