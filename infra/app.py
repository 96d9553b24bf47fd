"""The stacks of one stage."""

from aws_cdk import App, Environment, Tags

from infra.platform import PROJECT
from infra.stacks.api import ApiStack
from infra.stacks.backup import BackupCopyStack, BackupStack
from infra.stacks.data import DataStack
from infra.stacks.edge import EdgeStack
from infra.stacks.events import EventsStack
from infra.stacks.realtime import RealtimeStack
from infra.stages import LOCAL_ACCOUNT, LOCAL_PORT, Stage


def build(app: App, stage: Stage, port: int = LOCAL_PORT) -> None:
    """Add the stacks of `stage` to `app`; `port` is MiniStack's, for the base URL of the local stage."""
    here = Environment(account=LOCAL_ACCOUNT if stage.local else None, region=stage.region)
    prefix = f"{PROJECT}-{stage.name}"
    data = DataStack(app, f"{prefix}-data", stage, env=here)
    live = RealtimeStack(app, f"{prefix}-realtime", stage, data.resources, port, env=here)
    api = ApiStack(app, f"{prefix}-api", stage, live.resources, port, env=here)
    consumers = EventsStack(app, f"{prefix}-events", stage, live.resources, api.base_url, env=here)
    # Exports with a chosen name are not seen as dependencies.
    live.add_stack_dependency(data)
    api.add_stack_dependency(live)
    consumers.add_stack_dependency(live)
    if not stage.local:
        EdgeStack(app, f"{prefix}-edge", stage, api.http.api.deployment_stage, env=here)
        BackupStack(app, f"{prefix}-backup", stage, data.resources, env=here)
        if stage.backup_region:
            copies = Environment(region=stage.backup_region)
            BackupCopyStack(app, f"{prefix}-backup-copy", stage, env=copies)
    Tags.of(app).add("project", PROJECT)
    Tags.of(app).add("stage", stage.name)
