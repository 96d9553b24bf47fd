"""Files that are broken, hostile, packed, or something else: each is refused by name, at no great cost."""

from __future__ import annotations

import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitsync.workouts.imports.activities import fit as reader
from fitsync.workouts.imports.activities import limits, markup, track
from fitsync.workouts.imports.documents import MAX_ACTIVITY_BYTES, MAX_BYTES, ImportSource
from fitsync.workouts.imports.errors import FAILURE_CODES, FileRefused
from fitsync.workouts.imports.parsed import ParsedFile
from tests.support import fit
from tests.support.exports import parsed
from tests.support.fit import Fit
from tests.support.recordings import (
    Outing,
    begun,
    fit_run,
    fit_session,
    fit_strength,
    gpx,
    gzipped,
    only,
    tcx,
    zipped,
)

SHORT = Outing(seconds=60, step=20)
SMALL = {
    "fit": fit_run(SHORT),
    "sets": fit_strength([(0, 1, 8, 960), (28, 0xFFFF, 10, None)], rest=60, titles=[(0, 1, b"Bankdruecken")]),
    "tcx": tcx(SHORT).encode(),
    "gpx": gpx(SHORT).encode(),
}
BOMB = """<?xml version="1.0"?>
<!DOCTYPE gpx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<gpx><trk><name>&c;</name></trk></gpx>"""
FETCHING = """<!DOCTYPE TrainingCenterDatabase [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<TrainingCenterDatabase><Activities><Activity Sport="Running"><Id>&a;</Id></Activity></Activities>
</TrainingCenterDatabase>"""


def refusal(file: str | bytes) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        parsed(file)
    return caught.value


def course() -> bytes:
    return Fit().add(fit.FILE_ID, type=6, manufacturer=1).done()


def wrong_checksum() -> bytes:
    raw = bytearray(fit_run())
    raw[200] ^= 1
    return bytes(raw)


def never_finished() -> bytes:
    raw = bytearray(fit_run())
    raw[4:8] = bytes(4)
    return bytes(raw)


BROKEN: dict[str, tuple[str | bytes, str]] = {
    "cut off": (fit_run()[:-200], "FILE_CUT_OFF"),
    "never finished": (never_finished(), "FILE_CUT_OFF"),
    "wrong checksum": (wrong_checksum(), "FILE_DAMAGED"),
    "course": (course(), "NOT_AN_ACTIVITY"),
    "empty activity": (begun().done(), "NOTHING_RECORDED"),
    "tcx cut off": (tcx()[:-300], "FILE_DAMAGED"),
    "gpx cut off": (gpx()[:-300], "FILE_DAMAGED"),
    "no position": (gpx().replace('lat="45.0000000"', 'lat="north"'), "FILE_DAMAGED"),
    "wrong encoding": (gpx().encode().replace(b"Morning", b"Morgen\xe4"), "FILE_DAMAGED"),
    "encoding that takes hours": (
        b'<?xml version="1.0" encoding="punycode"?><gpx>-' + b"b" * 2_000_000,
        "FILE_DAMAGED",
    ),
    "places only": ("<gpx version='1.1'><wpt lat='1' lon='2'/></gpx>", "NOTHING_RECORDED"),
    "courses only": ("<TrainingCenterDatabase><Courses/></TrainingCenterDatabase>", "NOTHING_RECORDED"),
    "web page": ("<!DOCTYPE html><html><body>Sign in</body></html>", "NOT_AN_ACTIVITY"),
    "kml": ("<kml xmlns='http://www.opengis.net/kml/2.2'></kml>", "NOT_AN_ACTIVITY"),
    "entities that multiply": (BOMB, "UNSAFE_XML"),
    "entity that fetches": (FETCHING, "UNSAFE_XML"),
    "deep": ("<gpx>" * 100 + "</gpx>" * 100, "UNSAFE_XML"),
    "namespaces": ("<gpx" + "".join(f" xmlns:a{n}='u{n}'" for n in range(300)) + "/>", "UNSAFE_XML"),
    "gzip cut off": (gzipped(fit_run())[:-50], "FILE_DAMAGED"),
    "gzip twice": (gzipped(gzipped(fit_run())), "FILE_DAMAGED"),
    "gzip of nothing": (gzipped(b""), "FILE_EMPTY"),
    "gzip bomb": (gzipped(bytes(MAX_ACTIVITY_BYTES + 1)), "FILE_TOO_LARGE"),
    "fit larger than any": (begun().done() + bytes(MAX_BYTES), "FILE_TOO_LARGE"),
    "zip cut off": (zipped(a=fit_run())[:-50], "FILE_DAMAGED"),
    "zip of two": (zipped(a=fit_run(), b=fit_run()), "ARCHIVE_OF_SEVERAL"),
    "zip of none": (zipped(), "FILE_EMPTY"),
    "zip bomb": (zipped(a=bytes(MAX_ACTIVITY_BYTES + 1)), "FILE_TOO_LARGE"),
}


@pytest.mark.parametrize(("file", "code"), list(BROKEN.values()), ids=list(BROKEN))
def test_what_is_wrong_with_a_file_is_said(file: str | bytes, code: str) -> None:
    refused = refusal(file)
    assert refused.code == code
    assert refused.code in FAILURE_CODES
    assert 20 < len(refused.message) < 250
    assert refused.message.endswith(".")


def test_the_line_and_the_lengths_are_named() -> None:
    assert "in line" in refusal(gpx()[:-300]).message
    raw = fit_run()
    assert f"{len(raw) - 200:,} of {len(raw):,} bytes" in refusal(raw[:-200]).message


def test_filling_behind_a_whole_fit_file_is_no_harm() -> None:
    assert only(fit_run() + bytes(512)) == only(fit_run())


def test_two_fit_files_in_one_are_two_workouts() -> None:
    assert len(parsed(fit_run() + fit_run(Outing(seconds=300))).workouts) == 2


def test_space_in_front_and_other_encodings_are_no_harm() -> None:
    workout = only(gpx(name="Hügel"))
    assert workout.name == "Hügel"
    assert only("\n  " + gpx(name="Hügel")) == workout
    assert only(gpx(name="Hügel").encode("utf-8-sig")) == workout
    assert only(gpx(name="Hügel").replace("UTF-8", "UTF-16").encode("utf-16")) == workout
    assert only(gpx(name="Hügel").replace("UTF-8", "ISO-8859-1").encode("latin-1")) == workout


def test_too_many_points_are_refused_before_a_tree_is_built() -> None:
    text = f"<gpx><trk><trkseg>{'<trkpt/>' * (limits.MAX_POINTS + 1)}</trkseg></trk></gpx>"
    started = time.process_time()
    assert refusal(text).code == "TOO_MANY_POINTS"
    assert time.process_time() - started < 10


def test_too_many_elements_and_messages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MAX_ELEMENTS", 100)
    assert refusal(gpx()).code == "UNSAFE_XML"
    attributes = " ".join(f"a{n}=''" for n in range(100))
    assert refusal(f"<gpx {attributes}/>").code == "UNSAFE_XML"
    monkeypatch.setattr(reader, "MAX_MESSAGES", 50)
    assert refusal(fit_run()).code == "TOO_MANY_POINTS"
    monkeypatch.setattr(reader, "MAX_MESSAGES", 1000)
    monkeypatch.setattr(track, "MAX_POINTS", 50)
    assert refusal(fit_run()).code == "TOO_MANY_POINTS"


def test_too_many_activities_are_refused() -> None:
    assert refusal(gpx(*[SHORT] * 201)).code == "TOO_MANY_ACTIVITIES"
    assert refusal(tcx(*[SHORT] * 201)).code == "TOO_MANY_ACTIVITIES"
    file = begun()
    for _ in range(201):
        fit_session(file, SHORT)
    assert refusal(file.done()).code == "TOO_MANY_ACTIVITIES"


def read_or_refused(raw: bytes) -> ParsedFile | None:
    try:
        return parsed(raw)
    except FileRefused as refused:
        assert refused.code in FAILURE_CODES  # noqa: PT017
        return None


SAMPLES = st.sampled_from(list(SMALL.values()))


@settings(max_examples=300, deadline=None)
@given(SAMPLES, st.data())
def test_any_file_that_was_cut_off_is_read_or_refused_by_name(raw: bytes, data: st.DataObject) -> None:
    length = data.draw(st.integers(0, len(raw) - 1))
    found = read_or_refused(raw[:length])
    if raw[8:12] == b".FIT":
        assert found is None


@settings(max_examples=300, deadline=None)
@given(SAMPLES, st.data())
def test_any_file_with_a_changed_byte_is_read_or_refused_by_name(raw: bytes, data: st.DataObject) -> None:
    at, flipped = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(1, 255))
    changed = bytearray(raw)
    changed[at] ^= flipped
    read_or_refused(bytes(changed))


@settings(max_examples=500, deadline=None)
@given(st.sampled_from([SMALL["fit"], SMALL["sets"]]), st.data())
def test_any_fit_file_with_changed_bytes_and_a_right_checksum_is_read_or_refused(
    raw: bytes, data: st.DataObject
) -> None:
    """The checksum hides most of a reader from a random change; here every one reaches it."""
    body = bytearray(raw[14:-2])
    for _ in range(data.draw(st.integers(1, 8))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    whole = Fit(body).done()
    found = read_or_refused(whole)
    if found is not None:
        assert found.source is ImportSource.FIT
        assert [row.row for row in found.rows] == list(range(1, len(found.rows) + 1))


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["trkpt", "time", "ele", "lat", "Time", "DistanceMeters", "StartTime", "Sport", "hr", "Value"]),
    st.text(max_size=30) | st.sampled_from(["inf", "-inf", "nan", "1e400", "-1", "9" * 30, "0001-01-01T00:00:00Z"]),
)
def test_any_value_in_xml_is_read_or_refused(where: str, value: str) -> None:
    safe = value.translate({ord(c): f"&#{ord(c)};" for c in "<>&\"'"})
    for text in (gpx(SHORT), tcx(SHORT)):
        changed = text
        for around in (f"<{where}>", f"<ns3:{where}>"):
            if around in text:
                start = text.index(around) + len(around)
                changed = text[:start] + safe + text[text.index("<", start) :]
        if f'{where}="' in text:
            start = text.index(f'{where}="') + len(where) + 2
            changed = text[:start] + safe + text[text.index('"', start) :]
        read_or_refused(changed.encode("utf-8", "surrogatepass"))


def test_a_fit_header_that_lies_about_its_length() -> None:
    raw = bytearray(fit_run())
    struct.pack_into("<I", raw, 4, 0xFFFFFFFF)
    assert refusal(bytes(raw)).code == "FILE_CUT_OFF"
    struct.pack_into("<I", raw, 4, 10)
    assert refusal(bytes(raw)).code in ("FILE_DAMAGED", "FILE_CUT_OFF")
