"""A queue consumer that cannot be built without its dead-letter queue, partial failures, alarms and redrive."""

from aws_cdk import Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.function import PlatformFunction
from infra.constructs.nag import acknowledge
from infra.constructs.resources import Resources
from infra.constructs.rules import arrivals_pattern, events_pattern
from infra.platform import PROJECT, Consumer
from infra.stages import Stage

KEPT = Duration.days(14)
BACKLOG = 10_000


def dead_letter_queue(scope: Construct, name: str, stage: Stage, *, source: str | None = None) -> sqs.Queue:
    """A queue for what failed; with `source`, only that queue may use it and take its messages back."""
    allowed = None
    if source is not None:
        arn = Stack.of(scope).format_arn(service="sqs", resource=source)
        allowed = sqs.RedriveAllowPolicy(
            redrive_permission=sqs.RedrivePermission.BY_QUEUE,
            source_queues=[sqs.Queue.from_queue_arn(scope, "RedriveSource", arn)],
        )
    queue = sqs.Queue(
        scope,
        "DeadLetters",
        queue_name=f"{queue_name(name, stage)}-dlq",
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        retention_period=KEPT,
        redrive_allow_policy=allowed,
    )
    acknowledge(queue, "This is a dead-letter queue.", "AwsSolutions-SQS3")
    acknowledge(queue, "This is a dead-letter queue.", "Serverless-SQSRedrivePolicy")
    return queue


def queue_name(name: str, stage: Stage) -> str:
    """The deployed name: `fitsync-<stage>-<consumer>`."""
    return f"{PROJECT}-{stage.name}-{name.replace('_', '-')}"


class QueueConsumer(Construct):
    """Rule → queue → function. A message that keeps failing ends alone in the dead-letter queue and raises an alarm."""

    def __init__(self, scope: Construct, consumer: Consumer, stage: Stage) -> None:
        super().__init__(scope, f"{consumer.name}-queue")
        self.consumer = consumer
        self.stage = stage
        name = queue_name(consumer.name, stage)
        self.dead_letters = dead_letter_queue(self, consumer.name, stage, source=name)
        self.queue = sqs.Queue(
            self,
            "Queue",
            queue_name=name,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            visibility_timeout=Duration.seconds(consumer.visibility_timeout),
            retention_period=KEPT,
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=consumer.max_receives),
        )
        self.alarms = self._alarms(consumer)

    def feed(self, function: PlatformFunction, resources: Resources) -> None:
        """Fill the queue with what the consumer listens to, and give its messages to `function`."""
        consumer = self.consumer
        function.role.add_to_policy(
            iam.PolicyStatement(
                actions=[
                    "sqs:ReceiveMessage",
                    "sqs:DeleteMessage",
                    "sqs:GetQueueAttributes",
                    "sqs:ChangeMessageVisibility",
                ],
                resources=[self.queue.queue_arn],
            )
        )
        mapping = lambda_.EventSourceMapping(
            self,
            "Source",
            target=function.live,
            event_source_arn=self.queue.queue_arn,
            batch_size=consumer.batch_size,
            max_batching_window=Duration.seconds(consumer.batch_window_seconds)
            if consumer.batch_window_seconds
            else None,
            max_concurrency=min(consumer.concurrency, self.stage.most_at_once or consumer.concurrency),
            report_batch_item_failures=True,
        )
        mapping.node.add_dependency(function.role)
        acknowledge(
            mapping,
            "What keeps failing stays in the queue and moves to its dead-letter queue.",
            "Serverless-LambdaEventSourceMappingDestination",
        )
        if consumer.events or consumer.arrivals:
            self._subscribe(consumer, resources)

    def _subscribe(self, consumer: Consumer, resources: Resources) -> None:
        pattern, bus_name = events_pattern(consumer.events), resources.bus.event_bus_name
        if consumer.arrivals:
            bucket = resources.buckets[consumer.arrivals.bucket]
            pattern, bus_name = arrivals_pattern(bucket.bucket_name, consumer.arrivals), "default"
        rule = events.CfnRule(
            self,
            "Rule",
            description=f"What {consumer.name} listens to",
            event_bus_name=bus_name,
            event_pattern=pattern,
            targets=[
                events.CfnRule.TargetProperty(
                    id="queue",
                    arn=self.queue.queue_arn,
                    dead_letter_config=events.CfnRule.DeadLetterConfigProperty(arn=self.dead_letters.queue_arn),
                    retry_policy=events.CfnRule.RetryPolicyProperty(
                        maximum_event_age_in_seconds=86_400, maximum_retry_attempts=185
                    ),
                )
            ],
        )
        for queue in (self.queue, self.dead_letters):
            queue.add_to_resource_policy(
                iam.PolicyStatement(
                    principals=[iam.ServicePrincipal("events.amazonaws.com")],
                    actions=["sqs:SendMessage"],
                    resources=[queue.queue_arn],
                    conditions={"ArnEquals": {"aws:SourceArn": rule.attr_arn}},
                )
            )

    def _alarms(self, consumer: Consumer) -> list[cloudwatch.Alarm]:
        minute = Duration.minutes(1)

        def alarm(name: str, metric: cloudwatch.IMetric, threshold: float, why: str) -> cloudwatch.Alarm:
            return cloudwatch.Alarm(
                self,
                name,
                metric=metric,
                threshold=threshold,
                evaluation_periods=1,
                comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
                treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
                alarm_description=f"{consumer.name}: {why}",
            )

        return [
            alarm(
                "Failed",
                self.dead_letters.metric_approximate_number_of_messages_visible(period=minute, statistic="Maximum"),
                1,
                "messages wait in the dead-letter queue",
            ),
            alarm(
                "Stale",
                self.queue.metric_approximate_age_of_oldest_message(period=minute, statistic="Maximum"),
                consumer.stale_after_minutes * 60,
                f"the oldest message has waited {consumer.stale_after_minutes} minutes",
            ),
            alarm(
                "Deep",
                self.queue.metric_approximate_number_of_messages_visible(period=minute, statistic="Maximum"),
                BACKLOG,
                f"{BACKLOG} messages wait",
            ),
        ]
