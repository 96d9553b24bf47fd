"""What training adds up to, kept up to date as it happens."""
