"""The `levelfield` command: one file per noun, `entry.main` in front."""

from app.commands.entry import main

__all__ = ["main"]
