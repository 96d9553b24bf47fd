"""Where alarms go."""

from collections.abc import Iterable

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.constructs.nag import acknowledge
from infra.stages import Stage


class Alarms(Construct):
    """A topic that mails the operator of the stage, if it has one."""

    def __init__(self, scope: Construct, stage: Stage, alarms: Iterable[cloudwatch.Alarm]) -> None:
        super().__init__(scope, "Alarms")
        if stage.alarm_email is None:
            return
        topic = sns.Topic(self, "Topic", enforce_ssl=True)
        topic.add_subscription(subscriptions.EmailSubscription(stage.alarm_email))
        acknowledge(topic, "A mail address takes no redelivery.", "Serverless-SNSRedrivePolicy")
        for alarm in alarms:
            alarm.add_alarm_action(actions.SnsAction(topic))
            alarm.add_ok_action(actions.SnsAction(topic))
