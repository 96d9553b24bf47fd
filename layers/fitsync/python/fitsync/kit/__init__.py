"""What every area needs and none owns: time, ids, errors, envelopes, storage, events, HTTP and queue edges."""
