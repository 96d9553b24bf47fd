"""The REST API: gateway, authorizer, refusals in the platform's own envelope, and one area's paths."""

import json

from aws_cdk import Duration, RemovalPolicy, Size, Stack, Tags
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_logs as logs
from aws_cdk import aws_xray as xray
from constructs import Construct

from fitsync.kit import errors
from infra import routes
from infra.constructs.function import PlatformFunction
from infra.constructs.nag import acknowledge
from infra.platform import PROJECT, Authorizer
from infra.stages import LOCAL_API_ID, Stage

PREFIX = "v1"
COMPRESSED_FROM = Size.kibibytes(1)
PREFLIGHT_KEPT = Duration.hours(2)  # the most that Chromium honours
_ALLOWED_HEADERS = ["Authorization", "Content-Type", "If-Match", "If-None-Match", "X-Request-ID"]

# What the gateway refuses by itself, and the platform's own error that it amounts to.
_REFUSALS: dict[str, type[errors.FitSyncError]] = {
    "UNAUTHORIZED": errors.Unauthenticated,
    # The authorizer denies what is no valid token; what a caller may do is decided behind it.
    "ACCESS_DENIED": errors.Unauthenticated,
    "MISSING_AUTHENTICATION_TOKEN": errors.RouteNotFound,
    "RESOURCE_NOT_FOUND": errors.RouteNotFound,
    "REQUEST_TOO_LARGE": errors.PayloadTooLarge,
    "UNSUPPORTED_MEDIA_TYPE": errors.UnsupportedMediaType,
    "THROTTLED": errors.RateLimited,
    "QUOTA_EXCEEDED": errors.RateLimited,
    "WAF_FILTERED": errors.Forbidden,
    "INTEGRATION_TIMEOUT": errors.Unavailable,
    "INTEGRATION_FAILURE": errors.Unavailable,
    "AUTHORIZER_FAILURE": errors.Unavailable,
    "DEFAULT_5XX": errors.InternalError,
}


def failure(error: type[errors.FitSyncError], request_id: str | None) -> str:
    """The failure envelope as the gateway and the firewall give it.

    It has no `timestamp`: they can only print their own in a form that is not RFC 3339.
    """
    what = {"code": error.code, "type": error.type(), "message": error.message, "details": None}
    return json.dumps({"success": False, "error": what, "requestId": request_id})


class HttpApi(Construct):
    """A regional REST API with one authorizer for whatever route is not declared public."""

    def __init__(self, scope: Construct, stage: Stage) -> None:
        super().__init__(scope, "HttpApi")
        self.stage = stage
        access_log = logs.LogGroup(
            self,
            "AccessLog",
            log_group_name=f"/aws/apigateway/{PROJECT}-{stage.name}",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=RemovalPolicy.DESTROY if stage.removable else RemovalPolicy.RETAIN,
        )
        self.api = apigateway.RestApi(
            self,
            "Api",
            rest_api_name=f"{PROJECT}-{stage.name}",
            description="FitSync",
            endpoint_types=[apigateway.EndpointType.REGIONAL],
            min_compression_size=COMPRESSED_FROM,
            cloud_watch_role=False,  # the realtime stack, which comes first, sets the account's
            default_cors_preflight_options=apigateway.CorsOptions(
                allow_origins=list(stage.origins),
                allow_methods=["GET", "POST", "PUT", "DELETE", "OPTIONS"],
                allow_headers=_ALLOWED_HEADERS,
                allow_credentials=True,
                max_age=PREFLIGHT_KEPT,
            ),
            deploy_options=apigateway.StageOptions(
                stage_name=stage.name,
                throttling_rate_limit=stage.throttle.rate,
                throttling_burst_limit=stage.throttle.burst,
                tracing_enabled=True,
                # Those by method are custom metrics and cost as such; the functions tell their durations by resource.
                metrics_enabled=False,
                logging_level=apigateway.MethodLoggingLevel.ERROR,
                data_trace_enabled=False,
                access_log_destination=apigateway.LogGroupLogDestination(access_log),
                access_log_format=_access_log_format(),
            ),
        )
        if not stage.local:
            self._sample()
        self.api.node.try_remove_child("Endpoint")  # the stack's own outputs name the base URL
        Tags.of(self.api).add("ms-custom-id", LOCAL_API_ID, include_resource_types=["AWS::ApiGateway::RestApi"])
        for name, error in _REFUSALS.items():
            self._refuse(name, error)
        self.root = self.api.root.add_resource(PREFIX)
        self._explain()

    def authorize_with(self, function: PlatformFunction, declaration: Authorizer) -> None:
        """Ask `function` who the caller is, once per token and minute."""
        self.authorizer = apigateway.RequestAuthorizer(
            self,
            "Authorizer",
            handler=function.live,
            identity_sources=[apigateway.IdentitySource.header("Authorization")],
            results_cache_ttl=Duration.seconds(declaration.cache_seconds),
        )

    def serve(self, function: PlatformFunction) -> None:
        """Give an area its paths, open where its routes are declared public."""
        integration = apigateway.LambdaIntegration(
            function.live, allow_test_invoke=False, scope_permission_to_method=False
        )
        for path, methods in routes.methods_by_path(function.declaration.name).items():
            resource = self.root.resource_for_path(path.lstrip("/"))
            for method, protected in methods.items():
                added = resource.add_method(
                    method,
                    integration,
                    authorizer=self.authorizer if protected else None,
                    authorization_type=apigateway.AuthorizationType.CUSTOM
                    if protected
                    else apigateway.AuthorizationType.NONE,
                )
                if not protected:
                    acknowledge(added, "Declared public.", "AwsSolutions-APIG4")

    def metric(self, name: str, statistic: str, period: Duration) -> cloudwatch.Metric:
        """A metric of this stage of the API."""
        return cloudwatch.Metric(
            namespace="AWS/ApiGateway",
            metric_name=name,
            dimensions_map={"ApiName": self.api.rest_api_name, "Stage": self.stage.name},
            statistic=statistic,
            period=period,
        )

    def _sample(self) -> None:
        """Trace the stage's share of requests; without a rule X-Ray takes one a second first, for a small stage all."""
        name = f"{PROJECT}-{self.stage.name}"
        xray.CfnSamplingRule(
            self,
            "Traced",
            sampling_rule=xray.CfnSamplingRule.SamplingRuleProperty(
                version=1,
                rule_name=name,
                priority=1000,
                service_name=f"{name}/{self.stage.name}",  # what the gateway calls itself in X-Ray: API and stage
                reservoir_size=0,
                fixed_rate=self.stage.traced_share,
                service_type="*",
                host="*",
                http_method="*",
                url_path="*",
                resource_arn="*",
            ),
        )

    def _refuse(self, name: str, error: type[errors.FitSyncError]) -> None:
        self.api.add_gateway_response(
            name,
            type=apigateway.ResponseType.of(name),
            status_code=str(error.status),
            # A refusal says nothing about the caller, so that any page may read it.
            response_headers={
                "Access-Control-Allow-Origin": "method.request.header.Origin",
                "Access-Control-Allow-Credentials": "'true'",
                "Cache-Control": "'no-store'",
            },
            templates={"application/json": failure(error, "$context.requestId")},
        )

    def _explain(self) -> None:
        acknowledge(self.api, "The functions validate: the failure must name the field.", "AwsSolutions-APIG2")
        acknowledge(self.api, "The edge stack associates the firewall.", "AwsSolutions-APIG3")
        acknowledge(self.api, "Access tokens are FitSync's own, checked by its authorizer.", "AwsSolutions-COG4")
        acknowledge(self.api, "A preflight request carries no token.", "AwsSolutions-APIG4")


def base_url(api: apigateway.RestApi, stage: Stage, port: int) -> str:
    """The public base URL without `/v1`. Built from the id alone: functions need it before the stage exists."""
    if stage.local:
        return f"http://localhost:{port}/_aws/execute-api/{LOCAL_API_ID}/{stage.name}"
    stack = Stack.of(api)
    return f"https://{api.rest_api_id}.execute-api.{stack.region}.{stack.url_suffix}/{stage.name}"


def _access_log_format() -> apigateway.AccessLogFormat:
    """JSON; `$context.path` is without the query string, and no header is written."""
    fields = {
        "requestId": "$context.requestId",
        "traceId": "$context.xrayTraceId",
        "time": "$context.requestTime",
        "ip": "$context.identity.sourceIp",
        "userAgent": "$context.identity.userAgent",
        "userId": "$context.authorizer.userId",
        "method": "$context.httpMethod",
        "path": "$context.path",
        "resource": "$context.resourcePath",
        "status": "$context.status",
        "refusal": "$context.error.responseType",
        "bytes": "$context.responseLength",
        "latencyMs": "$context.responseLatency",
        "integrationMs": "$context.integrationLatency",
        "authorizerMs": "$context.authorizer.latency",
    }
    return apigateway.AccessLogFormat.custom(json.dumps(fields))
