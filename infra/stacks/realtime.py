"""The live side: the WebSocket API, its functions, and the queue of rests that will end.

It comes before the HTTP side, whose functions write to its connections and fill its queue.
"""

from dataclasses import replace

from aws_cdk import CfnOutput, Duration, Environment, RemovalPolicy, Stack
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra import platform
from infra.constructs.alarms import Alarms
from infra.constructs.canary import Canary
from infra.constructs.function import PlatformFunction
from infra.constructs.layers import Layers
from infra.constructs.nag import acknowledge, managed_policy
from infra.constructs.queue import QueueConsumer
from infra.constructs.resources import Resources
from infra.constructs.socket_api import SocketApi
from infra.stages import Stage

LOG_POLICY = "service-role/AmazonAPIGatewayPushToCloudWatchLogs"


class RealtimeStack(Stack):
    """`resources` are the data stack's, with the socket and the queues added for the stacks that follow."""

    def __init__(
        self, scope: Construct, name: str, stage: Stage, resources: Resources, port: int, env: Environment
    ) -> None:
        super().__init__(scope, name, env=env)
        self.stage = stage
        self.socket = SocketApi(self, stage, port)
        direct = [each for each in platform.CONSUMERS if not each.events and not each.arrivals]
        consumers = [QueueConsumer(self, each, stage) for each in direct]
        queues = {each.consumer.name: each.queue for each in consumers}
        self.resources = replace(resources, socket=self.socket.elsewhere, queues=queues)
        self.own = replace(self.resources, socket=self.socket.endpoint)
        self.layers = Layers(self, stage)
        self.functions = {
            each.name: self._function(each) for each in (platform.SOCKET_AUTHORIZER, platform.SOCKET, *direct)
        }
        self.socket.serve(self.functions[platform.SOCKET.name], self.functions[platform.SOCKET_AUTHORIZER.name])
        for consumer in consumers:
            consumer.feed(self.functions[consumer.consumer.name], self.own)
        if not stage.local:
            self._let_gateways_log()
        if stage.canary:
            Canary(self, self.functions.values())
        Alarms(self, stage, [alarm for each in consumers for alarm in each.alarms])
        self._show()
        CfnOutput(self, "SocketUrl", value=self.socket.url)

    def _function(self, declared: platform.Function) -> PlatformFunction:
        return PlatformFunction(self, declared, self.stage, resources=self.own, layers=self.layers, api_url=None)

    def _let_gateways_log(self) -> None:
        """One role for every API of the account in this region; a stage with an access log needs it first."""
        role = iam.Role(
            self,
            "GatewayLogs",
            assumed_by=iam.ServicePrincipal("apigateway.amazonaws.com"),
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(LOG_POLICY)],
        )
        acknowledge(role, "The gateway's account-wide log role is AWS's own policy.", managed_policy(LOG_POLICY))
        account = apigateway.CfnAccount(self, "GatewayAccount", cloud_watch_role_arn=role.role_arn)
        account.apply_removal_policy(RemovalPolicy.RETAIN)
        role.apply_removal_policy(RemovalPolicy.RETAIN)
        self.socket.stage_resource.add_resource_dependency(account)

    def _show(self) -> None:
        minute = Duration.minutes(1)
        graphs = {
            "Connections and messages": ("ConnectCount", "MessageCount"),
            "Failures": ("ClientError", "ExecutionError", "IntegrationError"),
        }
        cloudwatch.Dashboard(
            self,
            "Dashboard",
            dashboard_name=f"{platform.PROJECT}-{self.stage.name}-live",
            widgets=[
                [
                    cloudwatch.GraphWidget(
                        title=title, width=12, left=[self.socket.metric(name, "Sum", minute) for name in names]
                    )
                    for title, names in graphs.items()
                ],
                [
                    cloudwatch.GraphWidget(
                        title="Function time, p95 (ms)",
                        width=24,
                        left=[each.live.metric_duration(statistic="p95") for each in self.functions.values()],
                    )
                ],
            ],
        )
