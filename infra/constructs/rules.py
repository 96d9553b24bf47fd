"""Event patterns of the rules that fill queues."""

from collections.abc import Iterable

from infra.platform import BucketUse


def events_pattern(names: Iterable[str]) -> dict[str, object]:
    """Domain events by name; a name that ends in a dot stands for everything its area says."""
    return {"detail-type": [{"prefix": name} if name.endswith(".") else name for name in names]}


def arrivals_pattern(bucket_name: str, use: BucketUse) -> dict[str, object]:
    """Objects created in a bucket under the declared prefix."""
    return {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {"bucket": {"name": [bucket_name]}, "object": {"key": [{"prefix": use.prefix}]}},
    }
