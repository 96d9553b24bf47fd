"""The client of DynamoDB against a server that answers as DynamoDB may: refusals, damage, silence, lost connections."""

from __future__ import annotations

import ipaddress
import itertools
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import orjson
import pytest
from botocore.exceptions import (
    ChecksumError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
    SSLError,
)
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from fitsync.kit import aws, clock, snapshot
from fitsync.kit.direct import client as direct
from fitsync.kit.direct import connections, services
from fitsync.kit.direct.client import Client
from fitsync.kit.settings import settings
from tests.support.accounts import STARTED

pytestmark = pytest.mark.usefixtures("credentials")

Reply = Callable[["_Handler"], None]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((dict(self.headers.items()), orjson.loads(body)))
        self.server.ports.append(self.client_address[1])
        replies = self.server.replies
        (replies.pop(0) if len(replies) > 1 else replies[0])(self)

    def log_message(self, *_: object) -> None:
        """Nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    replies: ClassVar[list[Reply]]
    asked: list[tuple[dict[str, str], Any]]
    ports: list[int]


def answers(body: object, status: int = 200, **headers: str) -> Reply:
    raw = body if isinstance(body, bytes) else orjson.dumps(body)

    def reply(handler: _Handler) -> None:
        handler.send_response(status)
        for name, value in {"x-amz-crc32": str(zlib.crc32(raw)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(raw)))
        handler.end_headers()
        handler.wfile.write(raw)

    return reply


def refuses(code: str, status: int = 400, **more: object) -> Reply:
    return answers({"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "no", **more}, status)


def takes_its_time(handler: _Handler) -> None:
    """An interim answer, and at once the start of the one that counts."""
    body = b'{"Count":1}'
    head = b"HTTP/1.1 100 Continue\r\nx-amz-crc32: 1\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body)
    for part in (head[:5], head[5:20], head[20:] + body[:4], body[4:]):
        handler.wfile.write(part)


def changes_protocol(handler: _Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n")
    handler.close_connection = True


def hangs_up(handler: _Handler) -> None:
    handler.close_connection = True


def hangs_up_afterwards(handler: _Handler) -> None:
    answers({})(handler)
    handler.close_connection = True


def says_nothing(handler: _Handler) -> None:
    handler.server.silent.wait(10)  # type: ignore[attr-defined]
    handler.close_connection = True


@contextmanager
def dynamodb(
    *replies: Reply, monkeypatch: pytest.MonkeyPatch, attempts: int = 4, first_wait_seconds: float = 0
) -> Iterator[tuple[Client, _Server]]:
    """A client, and the server that gives it `replies` one after the other, the last one for ever."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.replies, server.asked, server.ports = list(replies), [], []  # type: ignore[misc]
    server.silent = threading.Event()  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", f"http://127.0.0.1:{server.server_port}")
    settings.cache_clear()
    service = services.DYNAMODB._replace(attempts=attempts, first_wait_seconds=first_wait_seconds)
    client = Client(service, connect_timeout=1, read_timeout=0.2)
    try:
        yield client, server
    finally:
        server.silent.set()  # type: ignore[attr-defined]
        client.close()
        server.shutdown()
        server.server_close()


class TestAnswers:
    def test_a_request_is_what_the_api_documents(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with dynamodb(answers({"Item": {"n": {"N": "1"}}}), monkeypatch=monkeypatch) as (client, server):
            assert client.call("GetItem", {"TableName": "t"}) == {"Item": {"n": {"N": "1"}}}
        ((headers, body),) = server.asked
        assert body == {"TableName": "t"}
        assert headers["x-amz-target"] == "DynamoDB_20120810.GetItem"
        assert headers["content-type"] == "application/x-amz-json-1.0"
        assert headers["x-amz-security-token"] == "token"

    def test_binary_values_are_bytes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        item = {
            "one": {"B": b"\x00\xff"},
            "many": {"BS": [b"a", b"\xfe"]},
            "B": {"S": "not binary"},
            "map": {"M": {"B": {"B": b"deep"}, "BS": {"L": [{"B": b"deeper"}]}}},
            "text": {"S": '{"B":"bm8="}'},
        }
        with dynamodb(answers({}), monkeypatch=monkeypatch) as (client, server):
            client.call("PutItem", {"Item": item})
            sent = server.asked[0][1]["Item"]
            server.replies[:] = [answers({"Item": sent})]
            assert client.call("GetItem", {}) == {"Item": item}
        assert sent["one"] == {"B": "AP8="}

    def test_an_interim_answer_is_not_the_answer(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with dynamodb(takes_its_time, answers({"Count": 2}), monkeypatch=monkeypatch) as (client, server):
            assert client.call("Query", {}) == {"Count": 1}
            assert client.call("Query", {}) == {"Count": 2}
        assert len(set(server.ports)) == 1

    def test_a_connection_is_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with dynamodb(answers({}), monkeypatch=monkeypatch) as (client, server):
            for _ in range(3):
                client.call("GetItem", {})
        assert len(set(server.ports)) == 1

    def test_no_connection_is_kept_for_a_snapshot(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with dynamodb(answers({}), monkeypatch=monkeypatch) as (_, server):
            for _ in range(2):
                snapshot.forget()
                direct.client(services.DYNAMODB).call("GetItem", {})
            snapshot.forget()
        assert len(set(server.ports)) == 2

    def test_a_connection_that_the_server_closed_while_idle_is_replaced(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with dynamodb(hangs_up_afterwards, answers({}), monkeypatch=monkeypatch, attempts=1) as (client, server):
            client.call("GetItem", {})
            (idle,) = client._endpoint._connections._idle
            assert idle.recv(1) == b""  # its end has arrived
            client.call("GetItem", {})
        assert len(set(server.ports)) == 2


class TestRefusals:
    def test_a_refusal_names_its_code_and_reasons(self, monkeypatch: pytest.MonkeyPatch) -> None:
        reasons = [{"Code": "None"}, {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}]
        reply = refuses("TransactionCanceledException", CancellationReasons=reasons)
        with dynamodb(reply, monkeypatch=monkeypatch) as (client, server), pytest.raises(ClientError) as raised:
            client.call("TransactWriteItems", {})
        assert raised.value.response["Error"]["Code"] == "TransactionCanceledException"
        assert raised.value.response["Error"]["Message"] == "no"
        assert raised.value.response["CancellationReasons"] == reasons
        assert len(server.asked) == 1

    @pytest.mark.parametrize("body", [b"<html>too large</html>", b"[]", b"413"])
    def test_a_refusal_of_something_else_has_its_status_as_code(
        self, monkeypatch: pytest.MonkeyPatch, body: bytes
    ) -> None:
        page = answers(body, 413)
        with dynamodb(page, monkeypatch=monkeypatch) as (client, _), pytest.raises(ClientError) as raised:
            client.call("PutItem", {})
        assert raised.value.response["Error"]["Code"] == "413"


class TestRetries:
    @pytest.mark.parametrize(
        "failure",
        [
            refuses("ProvisionedThroughputExceededException"),
            refuses("ThrottlingException"),
            refuses("TransactionInProgressException"),
            refuses("InternalServerError", 500),
            answers(b"unavailable", 503),
            answers({}, x_amz_crc32="1"),
            hangs_up,
            changes_protocol,
            says_nothing,
        ],
    )
    def test_what_may_pass_is_tried_again(self, failure: Reply, monkeypatch: pytest.MonkeyPatch) -> None:
        with dynamodb(failure, failure, answers({"Count": 1}), monkeypatch=monkeypatch) as (client, server):
            assert client.call("Query", {}) == {"Count": 1}
        assert len(server.asked) == 3

    @pytest.mark.parametrize("code", ["ConditionalCheckFailedException", "ValidationException", "AccessDenied"])
    def test_what_will_not_pass_is_not(self, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
        with dynamodb(refuses(code), monkeypatch=monkeypatch) as (client, server), pytest.raises(ClientError):
            client.call("PutItem", {})
        assert len(server.asked) == 1

    @pytest.mark.parametrize(
        ("failure", "error"),
        [
            (refuses("ThrottlingException"), ClientError),
            (answers({}, x_amz_crc32="1"), ChecksumError),
            (hangs_up, ConnectionClosedError),
            (says_nothing, ReadTimeoutError),
        ],
    )
    def test_after_the_last_try_the_failure_is_told(
        self, failure: Reply, error: type[Exception], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with dynamodb(failure, monkeypatch=monkeypatch) as (client, server), pytest.raises(error):
            client.call("Query", {})
        assert len(server.asked) == 4

    def test_a_transaction_is_the_same_one_in_every_try(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with dynamodb(hangs_up, hangs_up, answers({}), answers({}), monkeypatch=monkeypatch) as (client, server):
            with clock.fixed(STARTED):
                client.call("TransactWriteItems", {"TransactItems": []})
            with clock.fixed(STARTED):
                client.call("TransactWriteItems", {"TransactItems": []})
        tokens = [body["ClientRequestToken"] for _, body in server.asked]
        assert tokens[0] == tokens[1] == tokens[2] != tokens[3]

    def test_retries_end_while_nothing_succeeds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with dynamodb(refuses("ThrottlingException"), monkeypatch=monkeypatch) as (client, server):
            for _ in range(60):
                with pytest.raises(ClientError):
                    client.call("Query", {})
        # 500 tokens, five per retry.
        assert len(server.asked) == 60 + 100

    def test_nobody_there_and_nobody_answering(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for endpoint, error in (
            ("http://127.0.0.1:1", EndpointConnectionError),
            # TEST-NET-1 (RFC 5737) routes nowhere: it times out, or is refused at once.
            ("http://192.0.2.1:9", (ConnectTimeoutError, EndpointConnectionError)),
        ):
            monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", endpoint)
            settings.cache_clear()
            with pytest.raises(error):
                Client(services.DYNAMODB._replace(attempts=2), connect_timeout=0.05, read_timeout=1).call("Query", {})

    def test_waits_double_and_are_spread_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        waits: list[list[float]] = [[], [], []]
        tried: list[datetime] = []

        def throttles(handler: _Handler) -> None:
            tried.append(clock.now())
            refuses("ThrottlingException")(handler)

        with dynamodb(throttles, monkeypatch=monkeypatch, first_wait_seconds=0.05) as (client, _):
            for seed in range(30):
                tried.clear()
                with clock.fixed(STARTED, seed), pytest.raises(ClientError):
                    client.call("Query", {})
                for seen, (before, after) in zip(waits, itertools.pairwise(tried), strict=True):
                    seen.append((after - before).total_seconds())
        for retry, seen in enumerate(waits):
            longest = 0.05 * 2**retry
            assert 0 <= min(seen) < longest * 0.4
            assert longest * 0.6 < max(seen) <= longest


@pytest.mark.parametrize(
    ("service", "operation", "target", "content_type"),
    [
        (services.SECRETS_MANAGER, "GetSecretValue", "secretsmanager.GetSecretValue", "application/x-amz-json-1.1"),
        (services.SQS, "SendMessage", "AmazonSQS.SendMessage", "application/x-amz-json-1.0"),
        (services.EVENTBRIDGE, "PutEvents", "AWSEvents.PutEvents", "application/x-amz-json-1.1"),
    ],
)
def test_other_services_are_asked_as_they_want_it(
    service: services.Service, operation: str, target: str, content_type: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with dynamodb(answers(b""), monkeypatch=monkeypatch) as (_, server):
        monkeypatch.setenv(f"AWS_ENDPOINT_URL_{service.identifier}", f"http://127.0.0.1:{server.server_port}")
        settings.cache_clear()
        # A text that looks like a binary attribute of DynamoDB stays what it is.
        client = Client(service, connect_timeout=1, read_timeout=1)
        assert client.call(operation, {"B": "bm8="}) == {}
        server.replies[:] = [answers({"B": "bm8="})]
        assert client.call(operation, {}) == {"B": "bm8="}
        client.close()
    headers = server.asked[0][0]
    assert headers["x-amz-target"] == target
    assert headers["content-type"] == content_type
    assert f"/eu-west-1/{service.name}/aws4_request" in headers["authorization"]


class TestCredentials:
    def test_without_credentials_nothing_is_sent(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")

        class Nobody:
            def get_credentials(self) -> None:
                return None

        monkeypatch.setattr(aws, "session", Nobody)
        with (
            dynamodb(answers({}), monkeypatch=monkeypatch) as (client, server),
            pytest.raises(NoCredentialsError),
        ):
            client.call("Query", {})
        assert server.asked == []


class TestEncryption:
    def test_only_a_server_that_somebody_trusted_vouches_for_is_spoken_to(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        certificate, key = _self_signed(tmp_path)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        with dynamodb(answers({"Count": 1}), monkeypatch=monkeypatch) as (_, server):
            server.socket = context.wrap_socket(server.socket, server_side=True)
            monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", f"https://127.0.0.1:{server.server_port}")
            for trusted in (False, True):
                if trusted:
                    monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
                settings.cache_clear()
                connections._trust.cache_clear()
                client = Client(services.DYNAMODB._replace(attempts=1), connect_timeout=5, read_timeout=5)
                if trusted:
                    assert client.call("Query", {}) == {"Count": 1}
                else:
                    with pytest.raises(SSLError):
                        client.call("Query", {})
                client.close()
            assert len(server.asked) == 1
        connections._trust.cache_clear()

    def test_a_connection_that_ends_before_it_is_secure_is_one_to_try_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:

            def hang_up() -> None:
                for _ in range(2):
                    taken, _ = listening.accept()
                    taken.recv(4096)
                    taken.shutdown(socket.SHUT_RDWR)
                    taken.close()

            thread = threading.Thread(target=hang_up, daemon=True)
            thread.start()
            monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", f"https://127.0.0.1:{listening.getsockname()[1]}")
            settings.cache_clear()
            with pytest.raises(EndpointConnectionError):
                Client(services.DYNAMODB._replace(attempts=2), connect_timeout=5, read_timeout=5).call("Query", {})
            thread.join(5)
            assert not thread.is_alive()


def _self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "dynamodb.test")])
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    files[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return files
