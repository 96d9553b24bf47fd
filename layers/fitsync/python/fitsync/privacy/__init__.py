"""What people may ask of their data: to have it, to have it erased, and to know what was done with their account."""
