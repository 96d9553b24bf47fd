"""CDK entry point: `cdk deploy -c stage=dev --all`."""

from aws_cdk import App

from infra import stages
from infra.app import build

app = App()
build(
    app,
    stages.stage(app.node.try_get_context("stage") or "local"),
    port=int(app.node.try_get_context("port") or stages.LOCAL_PORT),
)
app.synth()
