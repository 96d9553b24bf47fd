"""A Lambda function with everything that belongs to it."""

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_codedeploy as codedeploy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra import assets
from infra.constructs.layers import Layers
from infra.constructs.nag import acknowledge
from infra.constructs.resources import Resources, bucket_arn_export
from infra.platform import PROJECT, Function
from infra.stages import Stage

ALIAS = "live"


class PlatformFunction(Construct):
    """One function with its own role, log group, tracing and JSON logs; outside local with an alias.

    `live` is what everything else invokes: the alias, or the function itself in the local stage.
    """

    def __init__(
        self,
        scope: Construct,
        declaration: Function,
        stage: Stage,
        *,
        resources: Resources,
        layers: Layers,
        api_url: str | None,
    ) -> None:
        super().__init__(scope, declaration.name)
        self.declaration = declaration
        self.stage = stage
        name = function_name(declaration, stage)
        self.role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=f"What the function {name} may do",
        )
        log_group = logs.LogGroup(
            self,
            "Logs",
            log_group_name=f"/aws/lambda/{name}",
            retention=_retention(stage.log_retention),
            removal_policy=RemovalPolicy.DESTROY if stage.removable else RemovalPolicy.RETAIN,
        )
        self.role.add_to_policy(
            iam.PolicyStatement(
                actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[log_group.log_group_arn]
            )
        )
        for statement in resources.statements(declaration, stage, Stack.of(self)):
            self.role.add_to_policy(statement)
        snap_start = stage.snap_start and declaration.awaited
        self.function = lambda_.Function(
            self,
            "Function",
            function_name=name,
            code=lambda_.Code.from_asset(str(assets.function(declaration.name, layers.target))),
            handler=f"functions.{declaration.name}.handler.handler",
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=layers.architecture,
            layers=[layers.version(layer) for layer in declaration.layers],
            role=self.role.without_policy_updates(),
            memory_size=declaration.memory,
            timeout=Duration.seconds(declaration.timeout),
            environment=resources.environment(declaration, stage, api_url),
            log_group=log_group,
            logging_format=lambda_.LoggingFormat.JSON,
            application_log_level_v2=lambda_.ApplicationLogLevel.DEBUG
            if stage.log_level == "DEBUG"
            else lambda_.ApplicationLogLevel.INFO,
            system_log_level_v2=lambda_.SystemLogLevel.WARN,
            tracing=lambda_.Tracing.ACTIVE,
            snap_start=lambda_.SnapStartConf.ON_PUBLISHED_VERSIONS if snap_start else None,
            # The one before goes with the deployment that replaces it: AWS asks for the snapshot of every version.
            current_version_options=lambda_.VersionOptions(removal_policy=RemovalPolicy.DESTROY),
        )
        self.role.add_to_policy(
            iam.PolicyStatement(actions=["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources=["*"])
        )
        policy = self.role.node.find_child("DefaultPolicy")
        self.function.node.add_dependency(policy)
        self.live: lambda_.IFunction = self.function
        if not stage.local:
            self.alias = lambda_.Alias(self, "Live", alias_name=ALIAS, version=self.function.current_version)
            self.live = self.alias
        self._explain(resources)

    def deploy_gradually(self, application: codedeploy.ILambdaApplication, role: iam.IRole) -> None:
        """Shift traffic to a new version in two steps and back again when it fails."""
        failing = cloudwatch.Alarm(
            self,
            "Failing",
            metric=self.live.metric_errors(period=Duration.minutes(1), statistic="Sum"),
            threshold=1,
            evaluation_periods=1,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description=f"{self.declaration.name} raises; a deployment under way is rolled back",
        )
        codedeploy.LambdaDeploymentGroup(
            self,
            "Canary",
            application=application,
            alias=self.alias,
            role=role,
            deployment_config=codedeploy.LambdaDeploymentConfig.CANARY_10_PERCENT_5_MINUTES,
            alarms=[failing],
        )

    def _explain(self, resources: Resources) -> None:
        acknowledge(
            self.function,
            "Python 3.13 is what the packages are compiled for.",
            "AwsSolutions-L1",
            "Serverless-LambdaLatestVersion",
        )
        acknowledge(
            self.function,
            "Invoked by the gateway, a queue or a stream; each of those keeps what fails.",
            "Serverless-LambdaDLQ",
        )
        acknowledge(self.role, "X-Ray has no resources to name.", "AwsSolutions-IAM5[Resource::*]")
        if self.declaration.pushes:
            assert resources.socket is not None
            acknowledge(
                self.role,
                "Connections come and go; their ids are the gateway's.",
                f"AwsSolutions-IAM5[Resource::{resources.socket.connections_name}]",
            )
        for use in self.declaration.buckets:
            acknowledge(
                self.role,
                f"Keys below {use.prefix} are made up per upload.",
                f"AwsSolutions-IAM5[Resource::{bucket_arn_export(use.bucket, self.stage)}/{use.prefix}*]",
            )


def function_name(declaration: Function, stage: Stage) -> str:
    """The deployed name: `fitsync-<stage>-<function>`."""
    return f"{PROJECT}-{stage.name}-{declaration.name.replace('_', '-')}"


def _retention(days: int) -> logs.RetentionDays:
    return {
        7: logs.RetentionDays.ONE_WEEK,
        14: logs.RetentionDays.TWO_WEEKS,
        30: logs.RetentionDays.ONE_MONTH,
        90: logs.RetentionDays.THREE_MONTHS,
    }[days]
