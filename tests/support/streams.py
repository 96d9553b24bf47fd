"""Reading the stream of a table."""

from __future__ import annotations

from typing import Any, TypeAlias

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends

from fitsync.kit.store.client import connection
from tests.support.environment import REGION, VARIABLES, client, is_in_process

Record: TypeAlias = dict[str, Any]


class Stream:
    """The stream of a table that had none yet."""

    def __init__(self, table: str) -> None:
        self._table = VARIABLES[f"TABLE_{table.upper()}"]
        specification = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
        request = {"TableName": self._table, "StreamSpecification": specification}
        self._arn: str = connection().call("UpdateTable", request)["TableDescription"]["LatestStreamArn"]
        self._shard: str | None = None
        self._next: str | None = None
        self._read: list[Record] = []

    def records(self) -> list[Record]:
        """Every record so far, as an event source hands it to a Lambda function."""
        written = self._in_process() if is_in_process() else self._over_the_network()
        return [self._handed_over(record) for record in written]

    def _in_process(self) -> list[Record]:
        """What moto keeps: asking it takes a hundred times as long, and most streams are empty."""
        shard = dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables[self._table].stream_shard
        assert shard
        return [record.to_json() for record in shard.items]

    def _over_the_network(self) -> list[Record]:
        streams = client("dynamodbstreams")
        while True:
            answer = streams.get_records(ShardIterator=self._next or self._beginning())
            if not answer["Records"]:
                # DynamoDB Local takes the next iterator of a shard that was still empty for one of trimmed data.
                return self._read
            self._next = answer["NextShardIterator"]
            self._read += answer["Records"]

    def _beginning(self) -> str:
        streams = client("dynamodbstreams")
        if self._shard is None:
            [shard] = streams.describe_stream(StreamArn=self._arn)["StreamDescription"]["Shards"]
            self._shard = shard["ShardId"]
        iterator: str = streams.get_shard_iterator(
            StreamArn=self._arn, ShardId=self._shard, ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        return iterator

    def _handed_over(self, record: Record) -> Record:
        change = record["dynamodb"]
        created = change["ApproximateCreationDateTime"].timestamp()
        return {
            **record,
            "dynamodb": {**change, "ApproximateCreationDateTime": created},
            "awsRegion": REGION,
            "eventSourceARN": self._arn,
        }
