"""Room of evidence: where and when a photo says it was taken, read before its metadata is thrown away."""

import math
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from PIL import ExifTags, Image

_IST = timezone(timedelta(hours=5, minutes=30))
_BROKEN = (ValueError, TypeError, KeyError, IndexError, ArithmeticError, SyntaxError, OSError, struct.error)


@dataclass(frozen=True)
class Place:
    """A point in WGS 84 degrees, six decimals (about 10 cm)."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Told:
    """What the metadata says; each part None (orientation 1) when absent or broken. Never proof by itself."""

    place: Place | None = None
    taken_at: datetime | None = None  # UTC
    orientation: int = 1


def _degrees(parts: Any, ref: Any, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    letter = ref.decode("ascii") if isinstance(ref, bytes) else str(ref)
    return -value if letter.strip("\0 ").upper() == negative else value


def _place(exif: Image.Exif) -> Place | None:
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    latitude = _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef], "S")
    longitude = _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef], "W")
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return None
    # Phones without a fix write 0, 0: a point in the Gulf of Guinea, no place at all.
    if abs(latitude) > 90 or abs(longitude) > 180 or (latitude == 0 and longitude == 0):
        return None
    return Place(round(latitude, 6), round(longitude, 6))


def _taken_at(exif: Image.Exif) -> datetime | None:
    details = exif.get_ifd(ExifTags.IFD.Exif)
    local = str(details[ExifTags.Base.DateTimeOriginal]).strip("\0 ")
    offset = str(details.get(ExifTags.Base.OffsetTimeOriginal, "")).strip("\0 ")
    if offset:
        return datetime.strptime(local + offset, "%Y:%m:%d %H:%M:%S%z").astimezone(UTC)
    # Without an offset the phone's own clock is meant, and that is a clock in India.
    return datetime.strptime(local, "%Y:%m:%d %H:%M:%S").replace(tzinfo=_IST).astimezone(UTC)


def told_by(picture: Image.Image) -> Told:
    """What a just opened picture's EXIF says. Broken metadata never spoils a good photo."""
    try:
        exif = picture.getexif()
        orientation = exif.get(ExifTags.Base.Orientation, 1)
    except _BROKEN:
        return Told()
    place = taken_at = None
    try:
        place = _place(exif)
    except _BROKEN:
        place = None
    try:
        taken_at = _taken_at(exif)
    except _BROKEN:
        taken_at = None
    return Told(place, taken_at, orientation if orientation in range(1, 9) else 1)
