"""Layers, one version per stack from the same archive.

A LayerVersion shared between stacks cannot be updated: its export is in use by the stack that imports it.
"""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra import assets
from infra.platform import Layer
from infra.stages import Stage


class Layers(Construct):
    """The layers of one stack, created when the first function asks for them."""

    def __init__(self, scope: Construct, stage: Stage) -> None:
        super().__init__(scope, "Layers")
        self.target = assets.target_for(stage)
        self.architecture = architecture(stage)
        self._versions: dict[Layer, lambda_.LayerVersion] = {}

    def version(self, name: Layer) -> lambda_.LayerVersion:
        if name not in self._versions:
            self._versions[name] = lambda_.LayerVersion(
                self,
                name,
                code=lambda_.Code.from_asset(str(assets.layer(name, self.target))),
                compatible_runtimes=[lambda_.Runtime.PYTHON_3_13],
                compatible_architectures=[self.architecture],
                removal_policy=RemovalPolicy.DESTROY,
                description=f"FitSync: {name}",
            )
        return self._versions[name]


def architecture(stage: Stage) -> lambda_.Architecture:
    """arm64, the cheaper of Lambda's two; MiniStack runs functions on whatever the laptop has."""
    import platform as host

    if stage.local and host.machine() in ("x86_64", "AMD64"):
        return lambda_.Architecture.X86_64
    return lambda_.Architecture.ARM_64
