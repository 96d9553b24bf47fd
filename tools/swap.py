"""`make update`: bring the running local stage up to date.

When only the code of functions or of the shared package changed, the new packages are put in place of the old ones
without a deployment; anything else (tables, routes, permissions, requirements) is deployed.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from infra import assets, platform
from infra.assets import AssetError
from infra.stages import STAGES
from tools.bootstrap import SetupError, say
from tools.commands import ToolError
from tools.local import LocalStage, chosen_port, function_name, taken
from tools.run import STATE

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

SHARED_LAYER = "FitSync: fitsync"


def swap(stage: LocalStage) -> list[str]:
    """Replace the code of every function whose package changed; returns their names."""
    client: LambdaClient = stage.client("lambda")
    target = assets.target_for(STAGES["local"])
    shared = assets.layer("fitsync", target)
    record = stage.state / "swapped.json"
    known: dict[str, str] = json.loads(record.read_text()) if record.exists() else {}
    published: dict[str, str] = {}
    changed = []
    for function in platform.functions():
        if isinstance(function, platform.Rotation):
            continue  # not in the local stage
        name = function_name(function.name)
        package = assets.function(function.name, target)
        now = f"{package.name} {shared.name}"
        if known.get(name) == now:
            continue
        client.update_function_code(FunctionName=name, ZipFile=package.read_bytes())
        if known.get(SHARED_LAYER) != shared.name:
            layers = client.get_function_configuration(FunctionName=name).get("Layers", [])
            newest = [_newest(client, layer["Arn"], shared, published) for layer in layers]
            client.update_function_configuration(FunctionName=name, Layers=newest)
        known[name] = now
        changed.append(function.name)
    known[SHARED_LAYER] = shared.name
    for layer, arn in published.items():  # no function has the one before any more
        if before := known.get(layer):
            name, _, version = before.rpartition(":")
            client.delete_layer_version(LayerName=name.rpartition(":")[2], VersionNumber=int(version))
        known[layer] = arn
    record.write_text(json.dumps(known))
    return changed


def _newest(client: LambdaClient, arn: str, shared: Path, published: dict[str, str]) -> str:
    """The ARN of the layer's newest content: the shared package is published once per layer, others stay."""
    layer = arn.rpartition(":")[0]
    if layer in published:
        return published[layer]
    version = client.get_layer_version_by_arn(Arn=arn)
    if version["Description"] != SHARED_LAYER:
        return arn
    answer = client.publish_layer_version(
        LayerName=layer.rpartition(":")[2],
        Description=SHARED_LAYER,
        Content={"ZipFile": shared.read_bytes()},
        CompatibleRuntimes=version["CompatibleRuntimes"],
    )
    published[layer] = answer["LayerVersionArn"]
    return published[layer]


def main() -> int:
    """Returns the exit code."""
    began = time.monotonic()
    try:
        stage = LocalStage(STATE, chosen_port(), say)
        if not taken(stage.port):
            raise ToolError(f"Nothing runs on port {stage.port}: start it with make run.")
        if stage.shape_changed():
            stage.deploy()
            say(f"Deployed in {time.monotonic() - began:.1f} s.")
            return 0
        changed = swap(stage)
        stage.remember()
    except (ToolError, SetupError, AssetError) as error:
        say(str(error))
        return 1
    what = ", ".join(changed) if changed else "nothing to do"
    say(f"Up to date in {time.monotonic() - began:.1f} s: {what}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
