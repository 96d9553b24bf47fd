"""Daily backups of every table with a copy in a second region. Not in the local stage."""

from aws_cdk import Duration, Environment, RemovalPolicy, Stack
from aws_cdk import aws_backup as backup
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.constructs.nag import acknowledge, managed_policy
from infra.constructs.resources import Resources
from infra.platform import PROJECT
from infra.stages import Stage

POLICIES = (
    "service-role/AWSBackupServiceRolePolicyForBackup",
    "service-role/AWSBackupServiceRolePolicyForRestores",
)


def vault_name(stage: Stage) -> str:
    return f"{PROJECT}-{stage.name}"


class BackupCopyStack(Stack):
    """The vault in the second region that copies go to."""

    def __init__(self, scope: Construct, name: str, stage: Stage, env: Environment) -> None:
        super().__init__(scope, name, env=env)
        backup.BackupVault(self, "Vault", backup_vault_name=vault_name(stage), removal_policy=RemovalPolicy.RETAIN)


class BackupStack(Stack):
    """The plan, beside the tables. A restore is described in the runbook."""

    def __init__(self, scope: Construct, name: str, stage: Stage, resources: Resources, env: Environment) -> None:
        super().__init__(scope, name, env=env)
        vault = backup.BackupVault(
            self,
            "Vault",
            backup_vault_name=vault_name(stage),
            removal_policy=RemovalPolicy.DESTROY if stage.removable else RemovalPolicy.RETAIN,
        )
        keep = Duration.days(stage.backup_retention)
        copies = None
        if stage.backup_region:
            arn = f"arn:{self.partition}:backup:{stage.backup_region}:{self.account}:backup-vault:{vault_name(stage)}"
            destination = backup.BackupVault.from_backup_vault_arn(self, "CopyVault", arn)
            copies = [backup.BackupPlanCopyActionProps(destination_backup_vault=destination, delete_after=keep)]
        plan = backup.BackupPlan(
            self,
            "Plan",
            backup_plan_rules=[
                backup.BackupPlanRule(
                    rule_name="daily",
                    backup_vault=vault,
                    schedule_expression=events.Schedule.cron(hour="3", minute="0"),
                    delete_after=keep,
                    copy_actions=copies,
                )
            ],
        )
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("backup.amazonaws.com"),
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(policy) for policy in POLICIES],
        )
        acknowledge(role, "AWS Backup's own policies.", *map(managed_policy, POLICIES))
        plan.add_selection(
            "Tables",
            role=role,
            disable_default_backup_policy=True,
            resources=[backup.BackupResource.from_arn(table.table_arn) for table in resources.tables.values()],
        )
