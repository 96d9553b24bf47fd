"""The WebSocket API: one function for every route, and the token check of `$connect`."""

import json

from aws_cdk import Duration, Fn, RemovalPolicy, Stack
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.constructs.function import PlatformFunction
from infra.constructs.nag import acknowledge
from infra.constructs.resources import SocketEndpoint
from infra.platform import PROJECT
from infra.stages import LOCAL_SOCKET_ID, Stage

ROUTES = ("$connect", "$disconnect", "$default")


class SocketApi(Construct):
    """A WebSocket API. Which message it is, is for the function to say: everything goes to `$default`."""

    def __init__(self, scope: Construct, stage: Stage, port: int) -> None:
        super().__init__(scope, "SocketApi")
        self.stage = stage
        self.api = apigateway.CfnApi(
            self,
            "Api",
            name=f"{PROJECT}-{stage.name}-live",
            description="FitSync, live",
            protocol_type="WEBSOCKET",
            route_selection_expression="$request.body.event",
            tags={"ms-custom-id": LOCAL_SOCKET_ID},
        )
        stack = Stack.of(self)
        host = f"{self.api.ref}.execute-api.{stack.region}.{stack.url_suffix}/{stage.name}"
        local = f"localhost:{port}/_aws/execute-api/{LOCAL_SOCKET_ID}/{stage.name}"
        self.url = f"ws://{local}" if stage.local else f"wss://{host}"
        url, connections = f"http://{local}" if stage.local else f"https://{host}", f"{stage.name}/*/@connections/*"
        account = stack.account if stage.local else "<AWS::AccountId>"
        self.endpoint = SocketEndpoint(
            url,
            self._arn(connections),
            f"arn:<AWS::Partition>:execute-api:{stack.region}:{account}:<{stack.get_logical_id(self.api)}>/{connections}",
        )
        export = f"{PROJECT}-{stage.name}-connections-arn"
        stack.export_value(self.endpoint.connections_arn, name=export)
        self.elsewhere = SocketEndpoint(url, Fn.import_value(export), export)

    def serve(self, function: PlatformFunction, authorizer: PlatformFunction) -> None:
        """Give every route to `function`, after `authorizer` has let the connection in."""
        check = apigateway.CfnAuthorizer(
            self,
            "Authorizer",
            api_id=self.api.ref,
            name="token",
            authorizer_type="REQUEST",
            authorizer_uri=self._invocation(authorizer),
            # Either of two places holds the token; a named source would be demanded of every handshake.
            identity_source=[],
        )
        integration = apigateway.CfnIntegration(
            self,
            "Integration",
            api_id=self.api.ref,
            integration_type="AWS_PROXY",
            integration_uri=self._invocation(function),
        )
        routes = [self._route(key, integration, check) for key in ROUTES]
        self._allow(authorizer, f"authorizers/{check.ref}")
        self._allow(function, f"{self.stage.name}/*")
        self.stage_resource = self._deploy()
        for route in routes:
            self.stage_resource.add_resource_dependency(route)

    def metric(self, name: str, statistic: str, period: Duration) -> cloudwatch.Metric:
        """A metric of this stage of the API."""
        return cloudwatch.Metric(
            namespace="AWS/ApiGateway",
            metric_name=name,
            dimensions_map={"ApiId": self.api.ref, "Stage": self.stage.name},
            statistic=statistic,
            period=period,
        )

    def _route(
        self, key: str, integration: apigateway.CfnIntegration, check: apigateway.CfnAuthorizer
    ) -> apigateway.CfnRoute:
        connects = key == "$connect"
        route = apigateway.CfnRoute(
            self,
            key.strip("$").capitalize(),
            api_id=self.api.ref,
            route_key=key,
            target=f"integrations/{integration.ref}",
            authorization_type="CUSTOM" if connects else "NONE",
            authorizer_id=check.ref if connects else None,
        )
        if not connects:
            acknowledge(
                route, "Only $connect can be authorised; what follows is on that connection.", "AwsSolutions-APIG4"
            )
        return route

    def _deploy(self) -> apigateway.CfnStage:
        access_log = logs.LogGroup(
            self,
            "AccessLog",
            log_group_name=f"/aws/apigateway/{PROJECT}-{self.stage.name}-live",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=RemovalPolicy.DESTROY if self.stage.removable else RemovalPolicy.RETAIN,
        )
        return apigateway.CfnStage(
            self,
            "Stage",
            api_id=self.api.ref,
            stage_name=self.stage.name,
            auto_deploy=True,
            access_log_settings=apigateway.CfnStage.AccessLogSettingsProperty(
                destination_arn=access_log.log_group_arn, format=json.dumps(ACCESS_LOG)
            ),
            default_route_settings=apigateway.CfnStage.RouteSettingsProperty(
                throttling_rate_limit=self.stage.throttle.rate,
                throttling_burst_limit=self.stage.throttle.burst,
                detailed_metrics_enabled=False,  # those by route cost extra; the function tells its durations by event
                data_trace_enabled=False,
                logging_level="ERROR",
            ),
        )

    def _invocation(self, function: PlatformFunction) -> str:
        stack = Stack.of(self)
        arn = function.live.function_arn
        return f"arn:{stack.partition}:apigateway:{stack.region}:lambda:path/2015-03-31/functions/{arn}/invocations"

    def _allow(self, function: PlatformFunction, path: str) -> None:
        function.live.add_permission(
            "Socket",
            principal=iam.ServicePrincipal("apigateway.amazonaws.com"),
            source_arn=self._arn(path),
        )

    def _arn(self, path: str) -> str:
        return Stack.of(self).format_arn(service="execute-api", resource=self.api.ref, resource_name=path)


# JSON; the query string and the headers, which carry the token, are not among it.
ACCESS_LOG = {
    "requestId": "$context.requestId",
    "time": "$context.requestTime",
    "ip": "$context.identity.sourceIp",
    "userAgent": "$context.identity.userAgent",
    "userId": "$context.authorizer.userId",
    "event": "$context.eventType",
    "route": "$context.routeKey",
    "connectionId": "$context.connectionId",
    "status": "$context.status",
    "integrationMs": "$context.integrationLatency",
}
