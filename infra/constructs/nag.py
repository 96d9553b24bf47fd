"""Written reasons for the few rules of cdk-nag that do not fit, attached to the construct they concern."""

from aws_cdk import Acknowledgment, Validations
from constructs import IConstruct


def managed_policy(name: str) -> str:
    """The finding that a role carries AWS's own policy `name`."""
    return f"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{name}]"


def acknowledge(construct: IConstruct, reason: str, *rules: str) -> None:
    """Accept findings of `rules` on `construct` and what is below it."""
    Validations.of(construct).acknowledge(*(Acknowledgment(id=rule, reason=reason) for rule in rules))
