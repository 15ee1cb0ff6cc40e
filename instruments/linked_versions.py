"""Which versions of an instrument may be carried onto one another, and by which items. Pure."""

from instruments.definition import Instrument


def declares_link(new: Instrument, old: Instrument) -> bool:
    """Whether the new version says of itself that it replaces the old one."""
    return new.linking is not None and (new.linking.replaces_id, new.linking.replaces_version) == (old.id, old.version)


def may_bridge(one: Instrument, other: Instrument) -> bool:
    """Whether one of the two says that it replaces the other."""
    return declares_link(one, other) or declares_link(other, one)


def common_items(new: Instrument, old: Instrument) -> tuple[str, ...]:
    """The items that ask the same thing in both versions, in the new version's order.

    The new version must say so, and both must rate the item on the same points.
    """
    if new.linking is None:
        return ()
    before = {item.id: item for item in old.items}
    return tuple(
        item.id
        for item in new.items
        if new.linking.item_map.get(item.id) == "same"
        and item.id in before
        and {(p.code, p.score) for p in item.scale.points} == {(p.code, p.score) for p in before[item.id].scale.points}
    )
