"""DynamoDB through PynamoDB: items, documents inside them, conditional writes, transactions, pages.

Table names come from the settings when the first request is made, not at import, and every model shares one client.
"""

from fitsync.kit.store.attributes import CompressedDocumentAttribute, DocumentAttribute, EventsAttribute, optional
from fitsync.kit.store.client import connection
from fitsync.kit.store.failures import ConditionFailed, TransactionConflict
from fitsync.kit.store.items import Item, Key, Ref, VersionedItem
from fitsync.kit.store.reading import BATCH_LIMIT, Page, get_many, local_page, newest, query_all, query_page
from fitsync.kit.store.writing import (
    TRANSACTION_LIMIT,
    Action,
    change,
    check,
    create,
    delete,
    delete_all,
    put,
    put_all,
    update,
    write,
)

__all__ = [
    "BATCH_LIMIT",
    "TRANSACTION_LIMIT",
    "Action",
    "CompressedDocumentAttribute",
    "ConditionFailed",
    "DocumentAttribute",
    "EventsAttribute",
    "Item",
    "Key",
    "Page",
    "Ref",
    "TransactionConflict",
    "VersionedItem",
    "change",
    "check",
    "connection",
    "create",
    "delete",
    "delete_all",
    "get_many",
    "local_page",
    "newest",
    "optional",
    "put",
    "put_all",
    "query_all",
    "query_page",
    "update",
    "write",
]
