"""What every area declares of the data it keeps about people, against what there is."""

from __future__ import annotations

import importlib
import pkgutil
from itertools import chain

import fitsync
from fitsync.kit.personal import PersonalData
from fitsync.privacy.areas import areas
from functions.audit.handler import EVENTS
from infra import platform
from tools.data_map import PAGE, page

# Neither has a table, nor keeps anything.
WITHOUT = {"ops", "sync", "kit"}


def declared() -> dict[str, PersonalData]:
    found: dict[str, PersonalData] = {}
    for area in pkgutil.iter_modules(fitsync.__path__):
        if area.name not in WITHOUT:
            found[area.name] = importlib.import_module(f"fitsync.{area.name}.personal").PERSONAL
    return found


def test_every_area_says_what_it_keeps_about_people_and_is_erased_and_exported() -> None:
    assert {one.area: one for one in areas()} == declared()


def test_every_table_is_some_area_s() -> None:
    covered = sorted(chain.from_iterable(area.tables for area in areas()))
    assert covered == sorted(table.name for table in platform.TABLES)


def test_every_place_of_a_bucket_that_a_function_uses_is_some_area_s() -> None:
    covered = {(prefix.bucket, prefix.prefix) for area in areas() for prefix in area.prefixes}
    assert {bucket for bucket, _ in covered} == {bucket.name for bucket in platform.BUCKETS}
    used = {(use.bucket, use.prefix) for function in platform.functions() for use in function.buckets}
    uncovered = {
        (bucket, prefix)
        for bucket, prefix in used
        if not any(bucket == other and prefix.startswith(begin) for other, begin in covered)
    }
    assert uncovered == set()


def test_the_erasure_may_delete_in_every_table_and_place_but_not_what_proves_it() -> None:
    erasure = platform.function("erasure")
    deletes = {use.table for use in erasure.tables if {"DeleteItem", "BatchWriteItem"} <= set(use.actions)}
    assert deletes == {table.name for table in platform.TABLES} - {"privacy"}
    places = {(use.bucket, use.prefix) for use in erasure.buckets if {"DeleteObject", "ListBucket"} <= set(use.actions)}
    assert places == {(prefix.bucket, prefix.prefix) for area in areas() for prefix in area.prefixes}


def test_nobody_may_change_or_delete_the_audit_trail() -> None:
    for function in platform.functions():
        for use in function.tables:
            if use.table == "privacy":
                assert set(use.actions) <= {"GetItem", "BatchGetItem", "Query", "PutItem"}, function.name


def test_the_export_may_read_every_table() -> None:
    reads = {use.table for use in platform.function("data_export").tables if "GetItem" in use.actions}
    assert reads == {table.name for table in platform.TABLES}


# They bring nothing back: one keeps what is said of erased people, too, the others remove.
OF_ERASED = {"audit", "erasure", "media_cleanup"}


def test_consumers_of_events_can_ask_who_was_erased() -> None:
    for consumer in platform.CONSUMERS:
        if consumer.events and consumer.name not in OF_ERASED:
            assert [use for use in consumer.tables if use.table == "platform" and "GetItem" in use.actions], (
                consumer.name
            )


def test_the_audit_subscribes_to_exactly_the_events_that_it_has_an_action_for() -> None:
    assert set(next(one for one in platform.CONSUMERS if one.name == "audit").events) == set(EVENTS)


def test_the_data_map_is_what_the_areas_declare() -> None:
    assert PAGE.read_text() == page()
