"""Mail about accounts."""
