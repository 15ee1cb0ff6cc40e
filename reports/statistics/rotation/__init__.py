"""Who should observe whom next, and what that would buy."""
