from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tools.local import LocalStage, free_port, running


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStage]:
    """The platform, deployed into a MiniStack of its own."""
    with running(LocalStage(tmp_path_factory.mktemp("stage"), free_port())) as stage:
        yield stage


@pytest.fixture(scope="module")
def stage(deployed: LocalStage) -> LocalStage:
    """The deployed platform."""
    if deployed.enforce_roles:
        _restart(deployed, enforce_roles=False)
    return deployed


@pytest.fixture(scope="module")
def strict_stage(deployed: LocalStage) -> LocalStage:
    """The same while every function may do no more than its role says. (Live connections do not work then.)"""
    if not deployed.enforce_roles:
        _hold_to_roles(deployed)
    return deployed


def _hold_to_roles(stage: LocalStage) -> None:
    """Start again with permissions enforced, but for what MiniStack judges otherwise than AWS."""
    # Buckets and queues refuse requests without TLS, and the local stage has none.
    s3 = stage.client("s3")
    for bucket in s3.list_buckets()["Buckets"]:
        s3.delete_bucket_policy(Bucket=bucket["Name"])
    sqs = stage.client("sqs")
    for url in sqs.list_queues()["QueueUrls"]:
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"]).get("Attributes", {})
        policy = json.loads(attributes.get("Policy") or '{"Statement": []}')
        policy["Statement"] = [each for each in policy["Statement"] if each["Effect"] == "Allow"]
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy) if policy["Statement"] else ""})
    # A reference to a secret is its ARN in AWS, and its name here.
    secrets = {each["Name"]: each["ARN"] for each in stage.client("secretsmanager").list_secrets()["SecretList"]}
    iam = stage.client("iam")
    for role in iam.list_roles()["Roles"]:
        for policy in iam.list_role_policies(RoleName=role["RoleName"])["PolicyNames"]:
            document = iam.get_role_policy(RoleName=role["RoleName"], PolicyName=policy)["PolicyDocument"]
            for statement in document["Statement"]:
                statement["Resource"] = _as_judged(statement, secrets)
            iam.put_role_policy(RoleName=role["RoleName"], PolicyName=policy, PolicyDocument=json.dumps(document))
    _restart(stage, enforce_roles=True)
    assert httpx.get(f"{stage.endpoint}/_ministack/health", timeout=10).json()["auth"] == "enabled"


def _restart(stage: LocalStage, *, enforce_roles: bool) -> None:
    stage.stop()
    stage.enforce_roles = enforce_roles
    stage.start()


def _as_judged(statement: dict[str, Any], secrets: dict[str, str]) -> list[str]:
    """The resources of a statement as MiniStack names them; these actions it takes to be on everything."""
    resources, actions = (
        [each] if isinstance(each, str) else each for each in (statement["Resource"], statement["Action"])
    )
    if {"ses:SendEmail", "events:DescribeEventBus"} & set(actions):
        return ["*"]
    return [secrets.get(resource, resource) for resource in resources]
