"""The stream publisher: domain events travel from the items that carry them to the bus."""

import json
from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from constructs import Construct

from infra.constructs.function import PlatformFunction
from infra.constructs.nag import acknowledge
from infra.constructs.queue import dead_letter_queue

# Only writes that carry events wake the function: the attribute is one JSON string.
CARRIES_EVENTS = {
    "eventName": ["INSERT", "MODIFY"],
    "dynamodb": {"NewImage": {"events": {"S": [{"exists": True}]}}},
}


class StreamPublisher(Construct):
    """One event source per table, with partial failures and a queue for what cannot be published."""

    def __init__(self, scope: Construct, function: PlatformFunction, tables: Mapping[str, dynamodb.ITableV2]) -> None:
        super().__init__(scope, "Stream")
        self.dead_letters = dead_letter_queue(self, "publisher", function.stage)
        destination = sources.SqsDlq(self.dead_letters)
        streams = [stream for table in tables.values() if (stream := table.table_stream_arn)]
        function.role.add_to_policy(
            iam.PolicyStatement(
                actions=["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
                resources=streams,
            )
        )
        function.role.add_to_policy(iam.PolicyStatement(actions=["dynamodb:ListStreams"], resources=["*"]))
        self.dead_letters.grant_send_messages(function.role)
        for name, table in tables.items():
            mapping = lambda_.EventSourceMapping(
                self,
                name,
                target=function.live,
                event_source_arn=table.table_stream_arn,
                starting_position=lambda_.StartingPosition.TRIM_HORIZON,
                batch_size=100,
                parallelization_factor=4,
                bisect_batch_on_error=True,
                retry_attempts=20,
                max_record_age=Duration.hours(20),
                report_batch_item_failures=True,
                on_failure=destination,
                filters=[{"pattern": json.dumps(CARRIES_EVENTS)}],
            )
            mapping.node.add_dependency(function.role)
        self.alarms = [
            cloudwatch.Alarm(
                self,
                "Late",
                metric=function.live.metric("IteratorAge", statistic="Maximum", period=Duration.minutes(5)),
                threshold=Duration.minutes(5).to_milliseconds(),
                evaluation_periods=1,
                treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
                alarm_description="Domain events reach the bus more than five minutes late",
            ),
            cloudwatch.Alarm(
                self,
                "Lost",
                metric=self.dead_letters.metric_approximate_number_of_messages_visible(period=Duration.minutes(1)),
                threshold=1,
                evaluation_periods=1,
                treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
                alarm_description="Domain events could not be published; their stream positions wait in the queue",
            ),
        ]
        acknowledge(self, "This is a dead-letter queue.", "AwsSolutions-SQS3")
