"""What is stored of connected devices, in the table `connections`.

| access pattern | key |
| --- | --- |
| a user's connections, to push to them | pk `USER#<user>`, sk `CONNECTION#<connection>` |
| the connection a message came by, or that was found gone | the same; the gateway names the user with every message |
| a room with its members and where to reach them | pk `ROOM#<room>`, sk `ROOM` |

A room is one item: at most 50 members with ten connections each are some 40 KB, read in one request to tell all of
them. A connection is good until its access token expires; then it is closed by the first who meets it. It vanishes when
it ends, when it is found gone, and after two hours, which is as long as API Gateway keeps one.
"""

from __future__ import annotations

from pynamodb.attributes import TTLAttribute, UnicodeAttribute, UTCDateTimeAttribute

from fitsync.kit.store import DocumentAttribute, Item, VersionedItem, optional
from fitsync.realtime.rooms import Room


class ConnectionItem(Item):
    table = "connections"
    connection_id = UnicodeAttribute()
    user_id = UnicodeAttribute()
    session_id = UnicodeAttribute()
    connected_at = UTCDateTimeAttribute()
    valid_until = UTCDateTimeAttribute()
    room_id = optional(UnicodeAttribute())
    expires_at = TTLAttribute()


class RoomItem(VersionedItem):
    table = "connections"
    room = DocumentAttribute(Room)
