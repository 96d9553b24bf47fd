"""What a stage is made of that AWS asks for by the month, used or not: counted in the templates it is deployed from."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.stages import StageName, stage
from tools.bootstrap import node


def measure(name: StageName = "prod") -> dict[str, float]:
    """How many there are of each; snapshots in GB of memory, as declared and as they were if every function had one."""
    resources = list(_resources(name))

    def of(kind: str) -> list[dict[str, Any]]:
        return [properties for one, properties in resources if one == kind]

    functions, firewalls = of("AWS::Lambda::Function"), of("AWS::WAFv2::WebACL")
    return {
        "alarms": len(of("AWS::CloudWatch::Alarm")),
        "dashboards": len(of("AWS::CloudWatch::Dashboard")),
        "secrets": len(of("AWS::SecretsManager::Secret")),
        "keys": len(of("AWS::KMS::Key")),
        "firewalls": len(firewalls),
        "firewall_rules": sum(len(one["Rules"]) for one in firewalls),
        # A stream has a starting position, and reading one costs nothing.
        "polled_queues": sum("StartingPosition" not in one for one in of("AWS::Lambda::EventSourceMapping")),
        "snapshot_gb": sum(one["MemorySize"] for one in functions if "SnapStart" in one) / 1024,
        "functions_gb": sum(one["MemorySize"] for one in functions) / 1024,
    }


def _resources(name: StageName) -> Iterator[tuple[str, dict[str, Any]]]:
    """Type and properties of every resource of a stage."""
    os.environ["JSII_NODE"] = str(node())
    from aws_cdk import App

    from infra.app import build

    with tempfile.TemporaryDirectory() as folder:
        app = App(outdir=folder)
        build(app, stage(name))
        app.synth()
        for template in Path(folder).glob("*.template.json"):
            for resource in json.loads(template.read_text("utf-8"))["Resources"].values():
                yield resource["Type"], resource.get("Properties", {})
