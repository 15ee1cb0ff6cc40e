"""An instrument while it is written: how a draft begins, what can be done to it, what is still wrong with it."""
