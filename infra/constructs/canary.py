"""Gradual deployments: one CodeDeploy application and role for the functions of a stack."""

from collections.abc import Iterable

from aws_cdk import aws_codedeploy as codedeploy
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.constructs.function import PlatformFunction
from infra.constructs.nag import acknowledge, managed_policy

POLICY = "service-role/AWSCodeDeployRoleForLambdaLimited"


class Canary(Construct):
    """A tenth of the traffic for five minutes, then all of it; an alarm rolls back."""

    def __init__(self, scope: Construct, functions: Iterable[PlatformFunction]) -> None:
        super().__init__(scope, "Canary")
        application = codedeploy.LambdaApplication(self, "Application")
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("codedeploy.amazonaws.com"),
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(POLICY)],
        )
        acknowledge(role, "CodeDeploy's own policy for shifting the traffic of aliases.", managed_policy(POLICY))
        for function in functions:
            function.deploy_gradually(application, role)
