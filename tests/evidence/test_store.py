"""Room of evidence, tests: the place where kept bytes lie."""

import os
import stat
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from app.evidence.store import BadKey, LocalStore, NoRoom, NotStored, open_store


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "evidence", min_free=0)


def files(store):
    return sorted(path for path in store.root.rglob("*") if path.is_file())


def test_what_is_put_is_found_under_its_content(store):
    key = store.put(b"photo", suffix=".jpg")
    digest = sha256(b"photo").hexdigest()
    assert key == f"{digest[:2]}/{digest[2:4]}/{digest}.jpg"
    with store.open(key) as stream:
        assert stream.read() == b"photo"
    assert store.size(key) == 5
    assert store.exists(key)


def test_the_same_bytes_are_stored_once(store):
    assert store.put(b"photo", suffix=".jpg") == store.put(b"photo", suffix=".jpg")
    assert len(files(store)) == 1


def test_only_the_owner_may_read(store):
    path = store.root / store.put(b"photo", suffix=".jpg")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) & 0o077 == 0


def test_a_write_that_fails_leaves_nothing(store, monkeypatch):
    def fail(*_):
        raise OSError("disk gone")

    for step in ("fsync", "replace"):
        with monkeypatch.context() as broken:
            broken.setattr(os, step, fail)
            with pytest.raises(OSError, match="disk gone"):
                store.put(b"photo", suffix=".jpg")
        assert files(store) == []
        assert list(store.keys()) == []


def test_a_damaged_file_is_healed_by_putting_again(store):
    key = store.put(b"photo", suffix=".jpg")
    (store.root / key).write_bytes(b"ph")
    assert store.put(b"photo", suffix=".jpg") == key
    assert store.size(key) == 5


GOOD = sha256(b"x").hexdigest()


@pytest.mark.parametrize(
    "key",
    [
        "",
        "../../etc/passwd",
        "/etc/passwd",
        "incoming/x",
        f"{GOOD[:2]}/{GOOD[2:4]}/../{GOOD}.jpg",
        f"00/{GOOD[2:4]}/{GOOD}.jpg",
        f"{GOOD[:2]}/{GOOD[2:4]}/{GOOD}.html",
        f"{GOOD[:2]}/{GOOD[2:4]}/{GOOD}.jpg\n",
        f"{GOOD[:2]}/{GOOD[2:4]}/{GOOD}.jpg\0",
        f"{GOOD[:2]}/{GOOD[2:4]}/{GOOD.upper()}.jpg",
    ],
)
def test_a_key_no_store_gave_out_is_refused_everywhere(store, key):
    for method in (store.open, store.size, store.exists, store.delete):
        with pytest.raises(BadKey):
            method(key)


@pytest.mark.parametrize("suffix", ["", ".html", ".svg", "/../x.jpg", ".JPG"])
def test_only_known_suffixes_are_stored(store, suffix):
    with pytest.raises(BadKey):
        store.put(b"photo", suffix=suffix)
    assert files(store) == []


def test_what_is_not_there_is_said_so(store):
    key = store.put(b"photo", suffix=".jpg")
    store.delete(key)
    store.delete(key)
    assert not store.exists(key)
    for method in (store.open, store.size):
        with pytest.raises(NotStored):
            method(key)


def test_a_nearly_full_disk_takes_no_more_but_still_gives(tmp_path):
    key = LocalStore(tmp_path, min_free=0).put(b"photo", suffix=".jpg")
    full = LocalStore(tmp_path, min_free=1 << 62)
    with pytest.raises(NoRoom):
        full.put(b"another", suffix=".jpg")
    assert full.put(b"photo", suffix=".jpg") == key  # already there: needs no room
    assert full.exists(key)
    assert len(files(full)) == 1


def test_all_keys_are_listed_and_nothing_else(store):
    keys = {store.put(bytes([n]), suffix=".webp") for n in range(5)}
    (store.root / "incoming" / "half").write_bytes(b"x")
    (store.root / "aa" / "bb").mkdir(parents=True, exist_ok=True)
    (store.root / "aa" / "bb" / "notes.txt").write_bytes(b"x")
    assert set(store.keys()) == keys


def test_a_sweep_spares_what_was_put_lately_even_if_it_is_old_content(store):
    old, again = store.put(b"old", suffix=".jpg"), store.put(b"again", suffix=".jpg")
    for key in (old, again):
        os.utime(store.root / key, (1_000_000_000, 1_000_000_000))
    store.put(b"again", suffix=".jpg")
    assert list(store.keys(before=datetime(2010, 1, 1, tzinfo=UTC))) == [old]


def test_a_store_is_opened_by_path_or_file_address(tmp_path):
    key = open_store(tmp_path / "a b", min_free=0).put(b"photo", suffix=".jpg")
    assert open_store(f"file://{tmp_path}/a%20b").exists(key)
    with pytest.raises(ValueError, match="s3"):
        open_store("s3://bucket/evidence")
