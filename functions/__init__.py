"""One folder per Lambda function: the edge only."""
