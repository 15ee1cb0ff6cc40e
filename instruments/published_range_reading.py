"""The range of totals a study published, as a definition file writes it."""

from instruments.definition import PublishedRange
from instruments.fields import Fields


def read_published_range(fields: Fields | None) -> PublishedRange | None:
    """The range written here, or None. Without whom it saw, where to read it and its caveat it is refused."""
    if fields is None:
        return None
    low, high, mean = (fields.decimal(key) for key in ("lowest", "highest", "mean"))
    who = fields.wording("who", required=True) or {}
    source = fields.text("source", required=True)
    caveat = fields.wording("caveat", required=True) or {}
    fields.finish()
    if low is None or high is None or low >= high:
        fields.report("lowest", 'Write "lowest" and a higher "highest".')
        return None
    if mean is not None and not low <= mean <= high:
        fields.report("mean", "The mean lies between the lowest and the highest.")
    return PublishedRange(low, high, who, source, caveat, mean)
