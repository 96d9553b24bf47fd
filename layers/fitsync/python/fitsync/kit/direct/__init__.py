"""Requests to AWS without botocore: signed, sent over kept-alive connections, retried, their errors named.

For the services on the path of a request; docs/decisions/0024 says why, and what it costs. The others have botocore's
clients (`kit.aws`).
"""
