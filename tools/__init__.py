"""What `make` runs: installing, the local stage, deploying, invoking, locking."""
