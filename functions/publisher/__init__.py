"""From the tables' streams to the event bus."""
