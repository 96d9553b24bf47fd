"""The CDK app: what is deployed (`platform`), how it differs per stage (`stages`), and the constructs and stacks."""
