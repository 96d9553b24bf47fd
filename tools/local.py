"""The local stage: MiniStack with the CDK app deployed into it, for `make run` and for the e2e tests."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from infra.assets import is_source
from infra.platform import HTTP_AREAS, PROJECT
from infra.stages import LOCAL_ACCOUNT, LOCAL_API_ID, LOCAL_PORT, LOCAL_REGION, LOCAL_SOCKET_ID
from tools.bootstrap import MINISTACK_VENV, ROOT
from tools.commands import ToolError, cdk, stop, synthesise

STAGE = "local"
START_SECONDS = 30
POLL_SECONDS = 0.05

_CODE = ("functions", "layers/fitsync", "docs/openapi.json")
# What a change of needs a deployment for, besides the paths that the routes declare.
_WHEELS = tuple(str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("layers/*/requirements.txt")))
_SHAPE = ("app.py", "cdk.json", "infra", "package-lock.json", *_WHEELS)


class LocalStage:
    """One MiniStack with its own port and state folder."""

    def __init__(self, state: Path, port: int = LOCAL_PORT, say: Callable[[str], None] = lambda _: None) -> None:
        self.state = state
        self.port = port
        self.say = say
        # From the next start on, let functions do no more than their roles say. A deployment needs it off.
        self.enforce_roles = False
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def base_url(self) -> str:
        """The API's base URL, without `/v1`."""
        return f"{self.endpoint}/_aws/execute-api/{LOCAL_API_ID}/{STAGE}"

    @property
    def socket_url(self) -> str:
        """The WebSocket API's URL."""
        return f"ws://localhost:{self.port}/_aws/execute-api/{LOCAL_SOCKET_ID}/{STAGE}"

    @property
    def mail_url(self) -> str:
        """Where the mail that was sent can be read."""
        return f"{self.endpoint}/_ministack/ses/messages"

    @property
    def aws_environment(self) -> dict[str, str]:
        """Variables that point an AWS client at this MiniStack."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ENDPOINT_URL_S3": self.endpoint,
            "AWS_ACCESS_KEY_ID": LOCAL_ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": LOCAL_REGION,
            "AWS_DEFAULT_REGION": LOCAL_REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def start(self) -> None:
        """Start MiniStack; raises ToolError when the port is taken or it does not come up."""
        if taken(self.port):
            raise ToolError(f"Port {self.port} is in use: stop what listens there, or choose another with PORT=<port>.")
        temporary = self.state / "tmp"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        rewind_streams(self.state / "services" / "lambda.json")
        self.say(f"Starting MiniStack on port {self.port}")
        log = (self.state / "ministack.log").open("wb")
        self._process = subprocess.Popen(
            [str(MINISTACK_VENV / "bin" / "python"), "-m", "ministack"],
            cwd=self.state,
            env=self._ministack_environment(temporary),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            # Ctrl-C reaches this program first, which then stops MiniStack and its workers in order.
            start_new_session=True,
        )
        log.close()
        self._await()

    def deploy(self) -> bool:
        """Deploy the CDK app unless this very state of it is deployed; returns whether it did."""
        if self._stamp("deployed") == self._wanted():
            return False
        self.say("Building packages and templates")
        assembly = self.state / "cdk.out"
        shutil.rmtree(assembly, ignore_errors=True)
        synthesise(STAGE, assembly, self.port)
        account = f"aws://{LOCAL_ACCOUNT}/{LOCAL_REGION}"
        if not self._stamp("bootstrapped"):
            self.say("Preparing the account for deployments")
            self._cdk("bootstrap", account, assembly=assembly)
            (self.state / "bootstrapped").write_text(account)
        self.say("Deploying")
        self._cdk(
            "deploy", "--all", "--require-approval", "never", "--concurrency", "3", "--progress", "events",
            assembly=assembly,
        )  # fmt: skip
        if self._stamp("swapped.json"):
            # CloudFormation does not know of code that was swapped in, and leaves it where nothing else changed.
            from tools.swap import swap

            (self.state / "swapped.json").unlink()
            swap(self)
        (self.state / "shape").write_text(shape())
        self.remember()
        return True

    def remember(self) -> None:
        """Note that the present state of the sources is what runs."""
        (self.state / "deployed").write_text(self._wanted())

    def shape_changed(self) -> bool:
        """Whether more than the code of functions changed since the last deployment."""
        return self._stamp("shape") != shape()

    def client(self, service: str) -> Any:
        """A boto3 client of this MiniStack."""
        import boto3

        return boto3.client(
            service,  # type: ignore[call-overload]
            endpoint_url=self.endpoint,
            aws_access_key_id=LOCAL_ACCOUNT,
            aws_secret_access_key="test",
            region_name=LOCAL_REGION,
        )

    def mail(self) -> list[dict[str, Any]]:
        """Every mail that was sent since the last start, oldest first, as MiniStack shows it."""
        with urllib.request.urlopen(self.mail_url, timeout=10) as answer:
            accounts: dict[str, list[dict[str, Any]]] = json.load(answer)["messages"]
        return accounts.get(LOCAL_ACCOUNT, [])

    def outputs(self) -> dict[str, str]:
        """The outputs of the local stacks, by name."""
        stacks = self.client("cloudformation").describe_stacks()["Stacks"]
        return {each["OutputKey"]: each["OutputValue"] for stack in stacks for each in stack.get("Outputs", [])}

    def stop(self) -> None:
        """Stop MiniStack, which saves its state, and every worker it started."""
        if self._process is not None:
            stop(self._process)
            self._process = None

    def wait(self) -> int:
        """Wait until MiniStack ends; returns its exit code."""
        assert self._process is not None
        return self._process.wait()

    def _wanted(self) -> str:
        return f"{self.port}:{_digest((*_CODE, *_SHAPE))}"

    def _stamp(self, name: str) -> str:
        path = self.state / name
        return path.read_text() if path.exists() else ""

    def _cdk(self, command: str, *arguments: str, assembly: Path) -> None:
        try:
            cdk(
                [command, *arguments, "--app", str(assembly)],
                f"cdk {command} of the local stage failed",
                self.aws_environment,
            )
        except ToolError as error:
            (self.state / "cdk.log").write_text(error.output)
            raise ToolError(f"{error} (all of it: {self.state / 'cdk.log'})", error.output) from error

    def _ministack_environment(self, temporary: Path) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTHON"))}
        return kept | {
            "GATEWAY_PORT": str(self.port),
            "AUTH": str(self.enforce_roles).lower(),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_ACCOUNT_ID": LOCAL_ACCOUNT,
            "MINISTACK_REGION": LOCAL_REGION,
            "LAMBDA_EXECUTOR": "local",
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self.state / "services"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.state / "s3"),
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "DOCKER_HOST": f"unix://{temporary / 'none'}",
            "TMPDIR": str(temporary),
            "AWS_ACCESS_KEY_ID": LOCAL_ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": LOCAL_REGION,
        }

    def _await(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(POLL_SECONDS)
        self.stop()
        raise ToolError(f"MiniStack did not start; see {self.state / 'ministack.log'}.")


def chosen_port() -> int:
    """The port that PORT names, else the usual one; raises ToolError for what is no port."""
    text = os.environ.get("PORT") or str(LOCAL_PORT)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ToolError(f"PORT={text} is no port: choose a number from 1 to 65535.")
    return int(text)


def rewind_streams(saved: Path) -> None:
    """Let the functions read the tables' streams from their beginning.

    MiniStack saves how far they have read, but not the streams: a stream begins anew with every start, and whatever
    comes before the old position would never be delivered.
    """
    if not saved.exists():
        return
    state = json.loads(saved.read_text())
    state["payload"]["dynamodb_stream_positions"]["data"] = {}
    saved.write_text(json.dumps(state))


def taken(port: int) -> bool:
    """Whether something listens on the port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def function_name(function: str) -> str:
    """The deployed name of a function of the local stage."""
    return f"{PROJECT}-{STAGE}-{function.replace('_', '-')}"


def shape() -> str:
    """A hash of everything whose change needs a deployment, the gateway's paths among it."""
    from infra.routes import methods_by_path

    paths = {area.name: methods_by_path(area.name) for area in HTTP_AREAS}
    return hashlib.sha256(f"{_digest(_SHAPE)}{json.dumps(paths)}".encode()).hexdigest()


def _digest(sources: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for path in sorted(_files(sources)):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(sources: Iterable[str]) -> Iterator[Path]:
    for source in sources:
        place = ROOT / source
        files = place.rglob("*") if place.is_dir() else [place]
        yield from (path for path in files if path.is_file() and is_source(path.relative_to(ROOT)))


@contextmanager
def running(stage: LocalStage) -> Iterator[LocalStage]:
    """The stage, started and deployed; stopped at the end, also when asked to by SIGTERM."""

    def end(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        stage.start()
        stage.deploy()
        yield stage
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stage.stop()
        signal.signal(signal.SIGTERM, before)


def describe(stage: LocalStage) -> str:
    """What a person needs to use the running stage."""
    account = json.dumps({"email": "ada@example.com", "username": "ada", "password": "correct horse battery"})
    return f"""
FitSync runs.
  API       {stage.base_url}/v1
  live      {stage.socket_url}
  docs      {stage.base_url}/v1/api-docs
  mail      {stage.mail_url}
  log       {stage.state / "ministack.log"}

Try:
  curl {stage.base_url}/v1/health
  curl -X POST {stage.base_url}/v1/auth/register -H 'Content-Type: application/json' -d '{account}'
  curl {stage.mail_url}

Ctrl-C stops it."""
