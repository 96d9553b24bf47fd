"""The HTTP side: one function per area behind the REST API, its authorizer, dashboard and alarms."""

from aws_cdk import CfnOutput, Duration, Environment, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infra import platform
from infra.constructs.alarms import Alarms
from infra.constructs.canary import Canary
from infra.constructs.function import PlatformFunction
from infra.constructs.http_api import HttpApi, base_url
from infra.constructs.layers import Layers
from infra.constructs.resources import Resources
from infra.stages import Stage

FAILING_SHARE = 0.05
SLOW = Duration.seconds(2)


class ApiStack(Stack):
    def __init__(
        self, scope: Construct, name: str, stage: Stage, resources: Resources, port: int, env: Environment
    ) -> None:
        super().__init__(scope, name, env=env)
        self.stage = stage
        self.http = HttpApi(self, stage)
        self.base_url = base_url(self.http.api, stage, port)
        layers = Layers(self, stage)
        self.functions = {
            declared.name: PlatformFunction(
                self, declared, stage, resources=resources, layers=layers, api_url=self.base_url
            )
            for declared in (platform.AUTHORIZER, *platform.HTTP_AREAS)
        }
        self.http.authorize_with(self.functions[platform.AUTHORIZER.name], platform.AUTHORIZER)
        for area in platform.HTTP_AREAS:
            self.http.serve(self.functions[area.name])
        if stage.canary:
            Canary(self, self.functions.values())
        self._watch()
        CfnOutput(self, "BaseUrl", value=self.base_url)
        CfnOutput(self, "DocsUrl", value=f"{self.base_url}/v1/api-docs")

    def _watch(self) -> None:
        five = Duration.minutes(5)
        failing = cloudwatch.Alarm(
            self,
            "Failing",
            metric=self.http.metric("5XXError", "Average", five),  # its average is the share of requests
            threshold=FAILING_SHARE,
            evaluation_periods=2,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description="More than 5 % of the requests fail on our side",
        )
        slow = cloudwatch.Alarm(
            self,
            "Slow",
            metric=self.http.metric("Latency", "p95", five),
            threshold=SLOW.to_milliseconds(),
            evaluation_periods=3,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description="One request in twenty takes more than two seconds",
        )
        Alarms(self, self.stage, [failing, slow])
        minute = Duration.minutes(1)
        cloudwatch.Dashboard(
            self,
            "Dashboard",
            dashboard_name=f"{platform.PROJECT}-{self.stage.name}",
            widgets=[
                [
                    cloudwatch.GraphWidget(title="Requests", width=8, left=[self.http.metric("Count", "Sum", minute)]),
                    cloudwatch.GraphWidget(
                        title="Failures (share)",
                        width=8,
                        left=[self.http.metric(name, "Average", minute) for name in ("4XXError", "5XXError")],
                    ),
                    cloudwatch.GraphWidget(
                        title="Latency (ms)",
                        width=8,
                        left=[self.http.metric("Latency", each, minute) for each in ("p50", "p95", "p99")],
                    ),
                ],
                [
                    cloudwatch.GraphWidget(
                        title="Function time, p95 (ms)",
                        width=12,
                        left=[each.live.metric_duration(statistic="p95") for each in self.functions.values()],
                    ),
                    cloudwatch.GraphWidget(
                        title="Function errors and throttles",
                        width=12,
                        left=[each.live.metric_errors() for each in self.functions.values()],
                        right=[each.live.metric_throttles() for each in self.functions.values()],
                    ),
                ],
            ],
        )
