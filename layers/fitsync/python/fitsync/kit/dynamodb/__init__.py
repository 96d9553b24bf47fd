"""Requests to DynamoDB without botocore: signed, sent over kept-alive connections, retried, their errors named.

Only what this platform asks of DynamoDB; docs/decisions/0024 says why, and what it costs.
"""
