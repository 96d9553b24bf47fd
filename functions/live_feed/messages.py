"""What devices are told of other people."""

from fitsync.kit.wire import Id, Instant, WireModel


class FriendRequestOut(WireModel):
    """`friend:request`: somebody asks to be your friend."""

    user_id: Id
    username: str
    requested_at: Instant
