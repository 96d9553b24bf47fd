from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from infra.stages import STAGES, Stage
from tools.bootstrap import node

Resource = dict[str, Any]


@dataclass(frozen=True)
class Assembly:
    """The templates of one stage, and what cdk-nag found in it."""

    stage: Stage
    folder: Path
    findings: list[str]

    @cached_property
    def templates(self) -> dict[str, dict[str, Any]]:
        return {path.name: json.loads(path.read_text()) for path in sorted(self.folder.glob("*.template.json"))}

    def resources(self, kind: str) -> dict[str, Resource]:
        """Every resource of a type in any stack of the stage, by logical id."""
        return {
            f"{name}/{logical}": resource
            for name, template in self.templates.items()
            for logical, resource in template["Resources"].items()
            if resource["Type"] == kind
        }

    def properties(self, kind: str) -> dict[str, Any]:
        return {logical: resource["Properties"] for logical, resource in self.resources(kind).items()}


@pytest.fixture(scope="session", params=list(STAGES))
def assembly(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    """Each stage, synthesised once for all tests."""
    return _synthesised(STAGES[request.param], tmp_path_factory.mktemp("cdk"))


def _synthesised(stage: Stage, folder: Path) -> Assembly:
    os.environ["JSII_NODE"] = str(node())
    from aws_cdk import App, Validations
    from cdk_nag import AwsSolutionsChecks, ServerlessChecks

    from infra.app import build

    app = App(outdir=str(folder))
    build(app, stage)
    Validations.of(app).add_plugins(AwsSolutionsChecks(app), ServerlessChecks(app))
    try:
        app.synth()
    except RuntimeError as error:
        if "ValidationFailed" not in str(error):
            raise
    return Assembly(stage, folder, _findings(folder / "validation-report.json"))


def _findings(report: Path) -> list[str]:
    return [
        f"{violation['ruleName']} {construct['constructPath']}"
        for plugin in json.loads(report.read_text())["pluginReports"]
        for violation in plugin["violations"]
        for construct in violation["violatingConstructs"]
    ]
