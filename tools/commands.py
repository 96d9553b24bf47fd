"""Running other programs: the CDK CLI, and children that must not outlive their parent."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.bootstrap import NODE_MODULES, ROOT, SHARED, VENV, node

STOP_SECONDS = 20


class ToolError(Exception):
    """One sentence for the person at the terminal; `output` is what the failed program said."""

    def __init__(self, message: str, output: str = "") -> None:
        super().__init__(message)
        self.output = output


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment with the packaged Node first, for the CDK library and its CLI."""
    engine = node()
    return (
        dict(os.environ)
        | {
            "PATH": f"{engine.parent}{os.pathsep}{os.environ.get('PATH', '')}",
            "JSII_NODE": str(engine),
            "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{SHARED}",
            "CDK_DISABLE_CLI_TELEMETRY": "true",
        }
        | dict(extra or {})
    )


def synthesise(stage: str, out: Path, port: int) -> None:
    """Write the cloud assembly of a stage to `out`."""
    context = f'{{"stage":"{stage}","port":"{port}","aws:cdk:version-reporting":false}}'
    extra = {"CDK_OUTDIR": str(out), "CDK_CONTEXT_JSON": context}
    _finish([str(VENV / "bin" / "python"), "app.py"], f"The {stage} stage cannot be synthesised", extra)


def cdk(arguments: Sequence[str], otherwise: str, extra: Mapping[str, str] | None = None) -> str:
    """Run the CDK CLI quietly and return what it printed; raises ToolError with `otherwise`."""
    command = [str(node()), str(NODE_MODULES / "aws-cdk" / "bin" / "cdk"), "--no-notices", "--no-color", "--ci"]
    return _finish([*command, *arguments], otherwise, extra)


def _finish(command: Sequence[str], otherwise: str, extra: Mapping[str, str] | None) -> str:
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(extra),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ToolError(f"{otherwise}: {_reason(done.stdout)}", done.stdout)
    return done.stdout


def _reason(output: str) -> str:
    """The line of a failed program's output that says why."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if "Error" in line or "failed" in line.lower()]
    return (telling or lines or ["it said nothing"])[-1]


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and everything in its group: politely, so that it saves its state, then by force."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
