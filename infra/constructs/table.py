"""A DynamoDB table."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

from infra.platform import Index, Table
from infra.stages import Stage

TTL_ATTRIBUTE = "expires_at"


class DataTable(Construct):
    """On demand, with TTL and a stream; outside local with point-in-time recovery and deletion protection."""

    def __init__(self, scope: Construct, declaration: Table, stage: Stage) -> None:
        super().__init__(scope, f"{declaration.name}-table")
        self.declaration = declaration
        local = [index for index in declaration.indexes if index.local]
        others = [index for index in declaration.indexes if not index.local]
        self.table = dynamodb.TableV2(
            self,
            "Table",
            partition_key=_key("pk"),
            sort_key=_key("sk"),
            billing=dynamodb.Billing.on_demand(),
            time_to_live_attribute=TTL_ATTRIBUTE,
            dynamo_stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES if declaration.stream else None,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=not stage.local
            ),
            deletion_protection=stage.protected,
            removal_policy=RemovalPolicy.DESTROY if stage.removable else RemovalPolicy.RETAIN,
            local_secondary_indexes=[
                dynamodb.LocalSecondaryIndexProps(
                    index_name=index.name,
                    sort_key=_key(index.sk or "sk", index),
                    projection_type=_projection(index),
                    non_key_attributes=list(index.include) if index.include else None,
                )
                for index in local
            ]
            or None,
            global_secondary_indexes=[
                dynamodb.GlobalSecondaryIndexPropsV2(
                    index_name=index.name,
                    partition_key=_key(index.pk, index),
                    sort_key=_key(index.sk, index) if index.sk else None,
                    projection_type=_projection(index),
                    non_key_attributes=list(index.include) if index.include else None,
                )
                for index in others
            ]
            or None,
        )


def _key(name: str, index: Index | None = None) -> dynamodb.Attribute:
    numeric = index is not None and name in index.numeric
    return dynamodb.Attribute(
        name=name, type=dynamodb.AttributeType.NUMBER if numeric else dynamodb.AttributeType.STRING
    )


def _projection(index: Index) -> dynamodb.ProjectionType:
    if index.include is None:
        return dynamodb.ProjectionType.ALL
    return dynamodb.ProjectionType.INCLUDE if index.include else dynamodb.ProjectionType.KEYS_ONLY
