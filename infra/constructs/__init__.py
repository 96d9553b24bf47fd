"""How one kind of thing is built, whichever one it is."""
