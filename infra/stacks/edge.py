"""The firewall in front of the REST API. Not in the local stage."""

from collections.abc import Sequence

from aws_cdk import Environment, Stack
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from fitsync.kit.errors import RateLimited
from infra.constructs.http_api import PREFIX, failure
from infra.platform import PROJECT
from infra.stages import Stage

# 1000 anonymous requests per address and 15 minutes. WAF counts over at most 10, so two thirds of them in 10.
ANONYMOUS_LIMIT = 1000
ANONYMOUS_MINUTES = 15
WINDOW_SECONDS = 600
_RATE_LIMITED = "rate-limited"

# Each with the rules that only count: bodies reach the functions' own limit of 512 KiB, the managed rule stops at 8.
MANAGED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("AWSManagedRulesAmazonIpReputationList", ()),
    ("AWSManagedRulesCommonRuleSet", ("SizeRestrictions_BODY",)),
    ("AWSManagedRulesKnownBadInputsRuleSet", ()),
)


class EdgeStack(Stack):
    def __init__(self, scope: Construct, name: str, stage: Stage, gateway: apigateway.Stage, env: Environment) -> None:
        super().__init__(scope, name, env=env)
        acl_name = f"{PROJECT}-{stage.name}"
        acl = wafv2.CfnWebACL(
            self,
            "Firewall",
            name=acl_name,
            scope="REGIONAL",
            default_action=wafv2.CfnWebACL.DefaultActionProperty(allow={}),
            visibility_config=_visible(acl_name),
            custom_response_bodies={
                _RATE_LIMITED: wafv2.CfnWebACL.CustomResponseBodyProperty(
                    content=failure(RateLimited, request_id=None), content_type="APPLICATION_JSON"
                )
            },
            rules=[_anonymous_rate(), *(_managed(i, *rule) for i, rule in enumerate(MANAGED, start=1))],
        )
        wafv2.CfnWebACLAssociation(self, "Association", resource_arn=gateway.stage_arn, web_acl_arn=acl.attr_arn)


def _anonymous_rate() -> wafv2.CfnWebACL.RuleProperty:
    """Signed-in users have limits of their own, by plan; this one is for requests without a token.

    Nobody looks at the token on the way in, so sending any text for one must not help: it counts on the routes of
    sign-in whatever it carries.
    """
    signing_in = wafv2.CfnWebACL.StatementProperty(
        byte_match_statement=wafv2.CfnWebACL.ByteMatchStatementProperty(
            field_to_match=wafv2.CfnWebACL.FieldToMatchProperty(uri_path={}),
            positional_constraint="CONTAINS",
            search_string=f"/{PREFIX}/auth/",
            text_transformations=[
                wafv2.CfnWebACL.TextTransformationProperty(priority=0, type="URL_DECODE"),
                wafv2.CfnWebACL.TextTransformationProperty(priority=1, type="NORMALIZE_PATH"),
            ],
        )
    )
    carries_token = wafv2.CfnWebACL.StatementProperty(
        size_constraint_statement=wafv2.CfnWebACL.SizeConstraintStatementProperty(
            comparison_operator="GT",
            size=0,
            field_to_match=wafv2.CfnWebACL.FieldToMatchProperty(single_header={"Name": "authorization"}),
            text_transformations=[wafv2.CfnWebACL.TextTransformationProperty(priority=0, type="NONE")],
        )
    )
    without_token = wafv2.CfnWebACL.StatementProperty(
        not_statement=wafv2.CfnWebACL.NotStatementProperty(statement=carries_token)
    )
    return wafv2.CfnWebACL.RuleProperty(
        name="anonymous-rate",
        priority=0,
        action=wafv2.CfnWebACL.RuleActionProperty(
            block=wafv2.CfnWebACL.BlockActionProperty(
                custom_response=wafv2.CfnWebACL.CustomResponseProperty(
                    response_code=429, custom_response_body_key=_RATE_LIMITED
                )
            )
        ),
        statement=wafv2.CfnWebACL.StatementProperty(
            rate_based_statement=wafv2.CfnWebACL.RateBasedStatementProperty(
                aggregate_key_type="IP",
                evaluation_window_sec=WINDOW_SECONDS,
                limit=ANONYMOUS_LIMIT * WINDOW_SECONDS // (ANONYMOUS_MINUTES * 60),
                scope_down_statement=wafv2.CfnWebACL.StatementProperty(
                    or_statement=wafv2.CfnWebACL.OrStatementProperty(statements=[without_token, signing_in])
                ),
            )
        ),
        visibility_config=_visible("anonymous-rate"),
    )


def _managed(priority: int, name: str, counted: Sequence[str]) -> wafv2.CfnWebACL.RuleProperty:
    count = wafv2.CfnWebACL.RuleActionProperty(count={})
    return wafv2.CfnWebACL.RuleProperty(
        name=name,
        priority=priority,
        override_action=wafv2.CfnWebACL.OverrideActionProperty(none={}),
        statement=wafv2.CfnWebACL.StatementProperty(
            managed_rule_group_statement=wafv2.CfnWebACL.ManagedRuleGroupStatementProperty(
                name=name,
                vendor_name="AWS",
                rule_action_overrides=[
                    wafv2.CfnWebACL.RuleActionOverrideProperty(name=rule, action_to_use=count) for rule in counted
                ],
            )
        ),
        visibility_config=_visible(name),
    )


def _visible(name: str) -> wafv2.CfnWebACL.VisibilityConfigProperty:
    return wafv2.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=True
    )
