"""The event side: the stream publisher, one queue and function per consumer, and the rotation of keys."""

from dataclasses import replace

from aws_cdk import Environment, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra import platform
from infra.constructs.alarms import Alarms
from infra.constructs.canary import Canary
from infra.constructs.function import PlatformFunction
from infra.constructs.layers import Layers
from infra.constructs.queue import QueueConsumer
from infra.constructs.resources import Resources
from infra.constructs.stream import StreamPublisher
from infra.platform import Function
from infra.stages import Stage


class EventsStack(Stack):
    def __init__(
        self, scope: Construct, name: str, stage: Stage, resources: Resources, api_url: str, env: Environment
    ) -> None:
        super().__init__(scope, name, env=env)
        self.stage = stage
        self.api_url = api_url
        self.layers = Layers(self, stage)
        self.functions: list[PlatformFunction] = []

        listening = [declared for declared in platform.CONSUMERS if declared.events or declared.arrivals]
        consumers = [QueueConsumer(self, declared, stage) for declared in listening]
        # A consumer may send itself what is left to do.
        queues = {each.consumer.name: each.queue for each in consumers}
        self.resources = replace(resources, queues={**resources.queues, **queues})
        streamed = {table.name: resources.tables[table.name] for table in platform.TABLES if table.stream}
        publisher = StreamPublisher(self, self._function(platform.PUBLISHER), streamed)
        for consumer in consumers:
            consumer.feed(self._function(consumer.consumer), resources)
        if not stage.local:
            self._rotate()
        if stage.canary:
            Canary(self, self.functions)
        Alarms(self, stage, [*publisher.alarms, *(alarm for each in consumers for alarm in each.alarms)])
        cloudwatch.Dashboard(
            self,
            "Dashboard",
            dashboard_name=f"{platform.PROJECT}-{stage.name}-events",
            widgets=[
                [
                    cloudwatch.GraphWidget(
                        title=each.node.id,
                        width=8,
                        left=[each.queue.metric_approximate_number_of_messages_visible()],
                        right=[each.queue.metric_approximate_age_of_oldest_message()],
                    )
                    for each in consumers
                ]
            ],
        )

    def _function(self, declared: Function) -> PlatformFunction:
        function = PlatformFunction(
            self, declared, self.stage, resources=self.resources, layers=self.layers, api_url=self.api_url
        )
        self.functions.append(function)
        return function

    def _rotate(self) -> None:
        rotation = self._function(platform.KEY_ROTATION)
        rotation.live.add_permission(
            "SecretsManager",
            principal=iam.ServicePrincipal("secretsmanager.amazonaws.com"),
            source_account=self.account,
        )
        for declared in platform.SECRETS:
            if declared.rotated_by is None:
                continue
            schedule = secretsmanager.CfnRotationSchedule(
                self,
                f"{declared.name}-rotation",
                secret_id=self.resources.secrets[declared.name].secret_arn,
                rotation_lambda_arn=rotation.live.function_arn,
                rotate_immediately_on_update=False,
                rotation_rules=secretsmanager.CfnRotationSchedule.RotationRulesProperty(
                    automatically_after_days=declared.rotation_days, duration="4h"
                ),
            )
            schedule.node.add_dependency(rotation.live)
