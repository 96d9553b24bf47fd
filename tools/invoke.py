"""`make invoke`: give a function of the running local stage a sample event, and print its answer and log."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path

from infra import platform
from tools.bootstrap import ROOT, say
from tools.commands import ToolError
from tools.local import LocalStage, chosen_port, function_name, taken
from tools.run import STATE


def main() -> int:
    """Returns the exit code: 0 when the function answered, 1 when it failed or was not reached."""
    function, event = [*sys.argv[1:], "", ""][:2]
    problem = _problem(function, event)
    if problem:
        say(problem)
        return 1
    try:
        stage = LocalStage(STATE, chosen_port())
        if not taken(stage.port):
            raise ToolError(f"Nothing runs on port {stage.port}: start it with make run.")
    except ToolError as error:
        say(str(error))
        return 1
    answer = stage.client("lambda").invoke(
        FunctionName=function_name(function), Payload=_sample(function, event).read_bytes(), LogType="Tail"
    )
    print(base64.b64decode(answer.get("LogResult", "")).decode(errors="replace"), file=sys.stderr)
    print(json.dumps(json.loads(answer["Payload"].read() or b"null"), indent=2, ensure_ascii=False))
    return 1 if "FunctionError" in answer else 0


def _sample(function: str, event: str) -> Path:
    """A sample of the function by its name, or any file."""
    named = ROOT / "events" / function / f"{event}.json"
    return named if named.is_file() else ROOT / event


def _problem(function: str, event: str) -> str | None:
    names = [each.name for each in platform.functions() if not isinstance(each, platform.Rotation)]
    if function not in names:
        return f"FUNCTION must be one of {', '.join(names)}."
    if not event or not _sample(function, event).is_file():
        samples = sorted(path.stem for path in (ROOT / "events" / function).glob("*.json"))
        return f"EVENT must be a sample of {function} ({', '.join(samples) or 'none yet'}) or a file."
    return None


if __name__ == "__main__":
    sys.exit(main())
