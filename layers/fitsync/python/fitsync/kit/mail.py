"""Mail through SES."""

from __future__ import annotations

from typing import NamedTuple

from fitsync.kit import aws
from fitsync.kit.settings import settings


class Message(NamedTuple):
    """A mail to one person, as text and as HTML."""

    to: str
    subject: str
    text: str
    html: str


def send(message: Message) -> None:
    """Hand `message` to SES; botocore's ClientError when SES refuses it."""
    aws.client("ses").send_email(
        Source=settings().mail_from,
        Destination={"ToAddresses": [message.to]},
        Message={
            "Subject": {"Data": message.subject, "Charset": "UTF-8"},
            "Body": {
                "Text": {"Data": message.text, "Charset": "UTF-8"},
                "Html": {"Data": message.html, "Charset": "UTF-8"},
            },
        },
    )
