"""`make bootstrap`, `make deploy`, `make diff` and `make synth`: the stages that live in AWS."""

from __future__ import annotations

import os
import subprocess
import sys

from infra.assets import AssetError, require_bytecode, target_for
from infra.stages import LOCAL_PORT, Stage, stage
from tools.bootstrap import NODE_MODULES, ROOT, SetupError, node, say
from tools.commands import ToolError, environment, synthesise

OUT = ROOT / "cdk.out"
PLACEHOLDER = ".example"


def main() -> int:
    """Returns the exit code."""
    command, name = sys.argv[1:3]
    try:
        chosen = stage(name)
        if command != "synth":
            _ready(chosen)
        if target_for(chosen).compiler is None:
            say("Python 3.13 is not on this machine: the packages carry no bytecode and start at half the speed.")
        say(f"Building packages and templates of {chosen.name}")
        synthesise(chosen.name, OUT, LOCAL_PORT)
        if command == "synth":
            say(f"The templates are in {OUT.relative_to(ROOT)}.")
            return 0
        return _cdk(command)
    except (AssetError, SetupError, ToolError, ValueError) as error:
        say(str(error))
        return 1


def _ready(chosen: Stage) -> None:
    if chosen.local:
        raise ToolError("The local stage is deployed by make run.")
    if chosen.mail_domain.endswith(PLACEHOLDER):
        raise ToolError(f"Set the domain, origins and addresses of {chosen.name} in infra/stages.py first.")
    if not os.environ.get("AWS_PROFILE") and not os.environ.get("AWS_ACCESS_KEY_ID"):
        raise ToolError("There are no AWS credentials: set AWS_PROFILE, or the AWS_ACCESS_KEY_ID variables.")
    require_bytecode(chosen)


def _cdk(command: str) -> int:
    """Run the CDK CLI in this terminal: it shows the changes to permissions and asks."""
    every = [] if command == "bootstrap" else ["--all"]
    cli = [str(node()), str(NODE_MODULES / "aws-cdk" / "bin" / "cdk"), command, *every, "--app", str(OUT)]
    return subprocess.run(cli, cwd=ROOT, env=environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
