"""The templates of every stage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from infra import platform
from infra.constructs.table import TTL_ATTRIBUTE
from infra.stacks.edge import ANONYMOUS_LIMIT, ANONYMOUS_MINUTES
from tests.infra.conftest import Assembly

# Wildcards that AWS demands of a function's role: these actions have no resource to name.
DEMANDED = {
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "dynamodb:ListStreams",
    "cloudwatch:GetMetricData",
}


def test_best_practice_rules_find_nothing(assembly: Assembly) -> None:
    assert assembly.findings == []


def test_templates_are_valid(assembly: Assembly) -> None:
    from cfnlint.config import ConfigMixIn, ManualArgs
    from cfnlint.runner import Runner

    templates = [str(path) for path in sorted(assembly.folder.glob("*.template.json"))]
    # W3005: CDK states dependencies that a reference implies already.
    configuration = ConfigMixIn(**ManualArgs(templates=templates, ignore_checks=["W3005"]))
    assert [str(match) for match in Runner(configuration).run()] == []


def test_every_stack_stays_far_below_the_limit_of_resources(assembly: Assembly) -> None:
    sizes = {name: len(template["Resources"]) for name, template in assembly.templates.items()}
    assert {name: size for name, size in sizes.items() if size >= 400} == {}


def test_stages_differ_as_declared(assembly: Assembly) -> None:
    stage = assembly.stage
    names = {name.removesuffix(".template.json").removeprefix(f"fitsync-{stage.name}-") for name in assembly.templates}
    everywhere = {"data", "realtime", "api", "events"}
    away = {"edge", "backup"} | ({"backup-copy"} if stage.backup_region else set())
    assert names == (everywhere if stage.local else everywhere | away)
    assert bool(assembly.resources("AWS::CodeDeploy::DeploymentGroup")) is stage.canary
    assert bool(assembly.resources("AWS::SNS::Subscription")) is bool(stage.alarm_email)


def test_tables_can_be_restored_and_not_deleted_by_mistake(assembly: Assembly) -> None:
    tables = assembly.resources("AWS::DynamoDB::GlobalTable")
    assert len(tables) == len(platform.TABLES)
    for name, table in tables.items():
        properties = table["Properties"]
        (replica,) = properties["Replicas"]
        away = not assembly.stage.local
        assert properties["BillingMode"] == "PAY_PER_REQUEST", name
        assert properties["TimeToLiveSpecification"] == {"AttributeName": TTL_ATTRIBUTE, "Enabled": True}, name
        assert replica["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is away, name
        assert replica["DeletionProtectionEnabled"] is away, name
        assert (table["DeletionPolicy"] == "Delete") is assembly.stage.removable, name


def test_every_queue_has_a_dead_letter_queue_and_alarms(assembly: Assembly) -> None:
    queues = assembly.properties("AWS::SQS::Queue")
    dead = {name for name, queue in queues.items() if queue["QueueName"].endswith("-dlq")}
    working = set(queues) - dead
    assert len(working) == len(platform.CONSUMERS)
    for name in working:
        policy = queues[name]["RedrivePolicy"]
        assert policy["maxReceiveCount"] >= 2, name
        target = policy["deadLetterTargetArn"]["Fn::GetAtt"][0]
        allowed = next(queues[each] for each in dead if each.endswith(f"/{target}"))["RedriveAllowPolicy"]
        assert allowed["redrivePermission"] == "byQueue", name
    watched = {
        (alarm["MetricName"], dimension["Value"]["Fn::GetAtt"][0])
        for alarm in assembly.properties("AWS::CloudWatch::Alarm").values()
        for dimension in alarm.get("Dimensions", [])
        if dimension["Name"] == "QueueName"
    }
    logical = {name.rpartition("/")[2] for name in queues}
    waiting, age = "ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"
    assert {queue for metric, queue in watched if metric == waiting} == logical
    assert {queue for metric, queue in watched if metric == age} == {name.rpartition("/")[2] for name in working}


def test_failed_messages_are_reported_one_by_one(assembly: Assembly) -> None:
    sources = assembly.properties("AWS::Lambda::EventSourceMapping")
    streamed = [table for table in platform.TABLES if table.stream]
    assert len(sources) == len(platform.CONSUMERS) + len(streamed)
    for name, source in sources.items():
        assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"], name
        if "StartingPosition" in source:
            assert source["BisectBatchOnFunctionError"], name
            assert source["DestinationConfig"]["OnFailure"], name


def test_a_message_stays_hidden_for_six_times_the_function_s_timeout(assembly: Assembly) -> None:
    hidden = {
        queue["QueueName"]: queue["VisibilityTimeout"]
        for queue in assembly.properties("AWS::SQS::Queue").values()
        if not queue["QueueName"].endswith("-dlq")
    }
    assert hidden == {
        f"fitsync-{assembly.stage.name}-{each.name.replace('_', '-')}": each.timeout * 6 + each.batch_window_seconds
        for each in platform.CONSUMERS
    }


def test_a_batch_of_more_than_ten_waits_to_fill(assembly: Assembly) -> None:
    """Lambda takes no other."""
    for name, source in assembly.properties("AWS::Lambda::EventSourceMapping").items():
        if source["BatchSize"] > 10 and "StartingPosition" not in source:
            assert source["MaximumBatchingWindowInSeconds"] >= 1, name


def test_functions_are_set_up_alike(assembly: Assembly) -> None:
    functions = assembly.properties("AWS::Lambda::Function")
    declared = [each for each in platform.functions() if not (assembly.stage.local and each == platform.KEY_ROTATION)]
    assert {each["FunctionName"] for each in functions.values()} == {
        f"fitsync-{assembly.stage.name}-{each.name.replace('_', '-')}" for each in declared
    }
    groups = {name.rpartition("/")[2]: group for name, group in assembly.properties("AWS::Logs::LogGroup").items()}
    for name, function in functions.items():
        assert function["Runtime"] == "python3.13", name
        assert function["TracingConfig"] == {"Mode": "Active"}, name
        assert function["LoggingConfig"]["LogFormat"] == "JSON", name
        assert groups[function["LoggingConfig"]["LogGroup"]["Ref"]]["RetentionInDays"] == assembly.stage.log_retention
        if not assembly.stage.local:
            assert function["Architectures"] == ["arm64"], name
    aliases = assembly.properties("AWS::Lambda::Alias").values()
    assert len(aliases) == (0 if assembly.stage.local else len(functions))
    assert {alias["Name"] for alias in aliases} <= {"live"}
    roles = [json.dumps(function["Role"]) for function in functions.values()]
    assert len(set(roles)) == len(roles)


def test_snapshots_are_paid_for_only_where_somebody_waits(assembly: Assembly) -> None:
    restored = {
        function["FunctionName"]
        for function in assembly.properties("AWS::Lambda::Function").values()
        if function.get("SnapStart", {}).get("ApplyOn") == "PublishedVersions"
    }
    awaited = [*platform.HTTP_AREAS, platform.AUTHORIZER, platform.SOCKET_AUTHORIZER, platform.SOCKET]
    assert restored == {
        f"fitsync-{assembly.stage.name}-{each.name.replace('_', '-')}" for each in awaited if assembly.stage.snap_start
    }
    for name, version in assembly.resources("AWS::Lambda::Version").items():
        assert (version["DeletionPolicy"], version["UpdateReplacePolicy"]) == ("Delete", "Delete"), name


def test_gateways_send_no_metrics_that_are_charged(assembly: Assembly) -> None:
    (rest,) = assembly.properties("AWS::ApiGateway::Stage").values()
    (socket,) = assembly.properties("AWS::ApiGatewayV2::Stage").values()
    assert [each["MetricsEnabled"] for each in rest["MethodSettings"]] == [False]
    assert socket["DefaultRouteSettings"]["DetailedMetricsEnabled"] is False


def test_a_share_of_the_requests_is_traced(assembly: Assembly) -> None:
    (gateway,) = assembly.properties("AWS::ApiGateway::RestApi").values()
    rules = [each["SamplingRule"] for each in assembly.properties("AWS::XRay::SamplingRule").values()]
    traced = [(rule["ServiceName"], rule["ReservoirSize"], rule["FixedRate"]) for rule in rules]
    expected = (f"{gateway['Name']}/{assembly.stage.name}", 0, assembly.stage.traced_share)
    assert traced == ([] if assembly.stage.local else [expected])


def test_roles_name_what_they_may_do(assembly: Assembly) -> None:
    for name, statement in _statements(assembly):
        actions, resources = _listed(statement["Action"]), _listed(statement["Resource"])
        assert [action for action in actions if "*" in action] == [], name
        for resource in resources:
            text = json.dumps(resource)
            if "*" not in text:
                continue
            allowed = resource == "*" and set(actions) <= DEMANDED
            end = text.rstrip('"]}')
            below_a_prefix = end.endswith("/*") and all(each.startswith("s3:") for each in actions)
            a_connection = end.endswith("/@connections/*") and actions == ["execute-api:ManageConnections"]
            assert allowed or below_a_prefix or a_connection, f"{name}: {actions} on {text}"


def _statements(assembly: Assembly) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, policy in assembly.properties("AWS::IAM::Policy").items():
        for statement in policy["PolicyDocument"]["Statement"]:
            yield name, statement


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_buckets_are_private_and_keep_no_uploads(assembly: Assembly) -> None:
    abandoned = []
    for name, bucket in assembly.properties("AWS::S3::Bucket").items():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}, name
        assert bucket["BucketEncryption"], name
        assert bucket["NotificationConfiguration"]["EventBridgeConfiguration"]["EventBridgeEnabled"] is True, name
        (rule,) = bucket["CorsConfiguration"]["CorsRules"]
        assert rule["AllowedOrigins"] == list(assembly.stage.origins), name
        rules = bucket["LifecycleConfiguration"]["Rules"]
        abandoned.append(sorted(rule["Prefix"] for rule in rules if "ExpirationInDays" in rule))
    assert sorted(abandoned) == sorted(sorted(declared.abandoned) for declared in platform.BUCKETS)
    policies = json.dumps(list(assembly.properties("AWS::S3::BucketPolicy").values()))
    assert "aws:SecureTransport" in policies


def test_the_signing_key_is_rotated_outside_local(assembly: Assembly) -> None:
    schedules = assembly.properties("AWS::SecretsManager::RotationSchedule")
    rotated = [secret for secret in platform.SECRETS if secret.rotated_by]
    assert len(schedules) == (0 if assembly.stage.local else len(rotated))


def test_the_gateway_answers_for_itself_in_the_failure_envelope(assembly: Assembly) -> None:
    answers = {each["ResponseType"]: each for each in assembly.properties("AWS::ApiGateway::GatewayResponse").values()}
    expected = {"UNAUTHORIZED": "401", "ACCESS_DENIED": "401", "THROTTLED": "429", "REQUEST_TOO_LARGE": "413"}
    expected |= {"MISSING_AUTHENTICATION_TOKEN": "404", "DEFAULT_5XX": "500"}
    assert {kind: answers[kind]["StatusCode"] for kind in expected} == expected
    for answer in answers.values():
        body = json.loads(answer["ResponseTemplates"]["application/json"])
        assert body["success"] is False
        assert set(body["error"]) == {"code", "type", "message", "details"}
        assert body["requestId"] == "$context.requestId"


def test_access_logs_hold_no_secrets(assembly: Assembly) -> None:
    (stage,) = assembly.properties("AWS::ApiGateway::Stage").values()
    fields = json.loads(stage["AccessLogSetting"]["Format"])
    assert {"requestId", "status", "path", "latencyMs"} <= set(fields)
    secret = ("querystring", "header", "authorizer.claims", "requestOverride")
    assert [value for value in fields.values() if any(word in value for word in secret)] == []
    (settings,) = stage["MethodSettings"]
    assert settings["ThrottlingRateLimit"] == assembly.stage.throttle.rate
    assert settings["ThrottlingBurstLimit"] == assembly.stage.throttle.burst
    assert settings["DataTraceEnabled"] is False
    assert stage["TracingEnabled"] is True


def test_the_firewall_limits_anonymous_requests(assembly: Assembly) -> None:
    if assembly.stage.local:
        return
    (firewall,) = assembly.properties("AWS::WAFv2::WebACL").values()
    assert len(assembly.resources("AWS::WAFv2::WebACLAssociation")) == 1
    (rate,) = [
        each["Statement"]["RateBasedStatement"] for each in firewall["Rules"] if each["Name"] == "anonymous-rate"
    ]
    assert rate["EvaluationWindowSec"] in (60, 120, 300, 600)
    assert rate["Limit"] * ANONYMOUS_MINUTES * 60 / rate["EvaluationWindowSec"] <= ANONYMOUS_LIMIT
    without_token, signing_in = rate["ScopeDownStatement"]["OrStatement"]["Statements"]
    assert without_token["NotStatement"]
    # Any text would do for a token there, since nobody looks at it.
    assert signing_in["ByteMatchStatement"]["SearchString"] == "/v1/auth/"


def test_backups_are_copied_to_a_second_region(assembly: Assembly) -> None:
    plans = list(assembly.properties("AWS::Backup::BackupPlan").values())
    assert len(plans) == (0 if assembly.stage.local else 1)
    for plan in plans:
        (rule,) = plan["BackupPlan"]["BackupPlanRule"]
        assert bool(rule.get("CopyActions")) is bool(assembly.stage.backup_region)
    for selection in assembly.properties("AWS::Backup::BackupSelection").values():
        assert len(selection["BackupSelection"]["Resources"]) == len(platform.TABLES)
