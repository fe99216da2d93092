"""Room of the demo: before and after photographs of invented places, drawn and never taken.

The same kind and seed always give the same bytes; before and after share one place, as two photos from one spot do.
"""

from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Literal

from PIL import Image, ImageDraw

from app.demo.scenery import GREENS, SIZE, WALLS, Colour, backdrop, camera, house, shade, tree

Kind = Literal["road", "drain", "light", "handpump", "waste", "school"]
Moment = Literal["before", "after"]
MUD: Colour = (104, 84, 62)
WATER: Colour = (112, 116, 104)
CEMENT: Colour = (186, 184, 176)


class Scene:
    """One canvas with its place and its own chance: `place` decides what stays, `moment` what changes."""

    def __init__(self, kind: str, seed: int) -> None:
        self.place = Random(f"{kind}:{seed}")  # noqa: S311 – a drawing, not a secret
        self.picture, self.horizon, self.ground = backdrop(self.place)
        self.draw = ImageDraw.Draw(self.picture)

    def puddle(self, rng: Random, x: int, y: int, wide: int) -> None:
        tall = wide * rng.uniform(0.22, 0.34)
        self.draw.ellipse((x - wide, y - tall, x + wide, y + tall), fill=MUD)
        self.draw.ellipse((x - wide * 0.82, y - tall * 0.7, x + wide * 0.82, y + tall * 0.78), fill=WATER)
        self.draw.line((x - wide * 0.4, y - 3, x + wide * 0.3, y - 3), fill=shade(WATER, 1.4), width=3)


def draw_photo(kind: Kind, moment: Moment, seed: int) -> bytes:
    """A 1024 x 768 JPEG of one invented place. Raises KeyError for a kind that nobody draws."""
    paint = SUBJECTS[kind]
    scene = Scene(kind, seed)
    chance = Random(f"{kind}:{seed}:{moment}")  # noqa: S311 – a drawing, not a secret
    paint(scene, chance, moment == "after")
    out = BytesIO()
    picture = _stand(camera(scene.picture, chance), chance)
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()


def _stand(picture: Image.Image, rng: Random) -> Image.Image:
    """Nobody stands on the same tile twice: shift and zoom a little."""
    left, top = rng.randint(0, 36), rng.randint(0, 27)
    return picture.resize(SIZE, box=(left, top, left + SIZE[0] - 40, top + SIZE[1] - 30))


def _road(scene: Scene, rng: Random, fixed: bool) -> None:
    place, draw = scene.place, scene.draw
    middle, far, near = place.randint(260, 760), place.randint(24, 60), place.randint(280, 430)
    bottom = place.randint(360, 660)
    tar = (92, 92, 96) if fixed else (124, 116, 106)
    shape = [(middle - far, scene.horizon + 8), (middle + far, scene.horizon + 8)]
    draw.polygon([*shape, (bottom + near, SIZE[1]), (bottom - near, SIZE[1])], fill=tar)
    for step in range(40 if fixed else 9):
        part = (step + rng.random()) / (40 if fixed else 9)
        y = scene.horizon + 20 + part * part * (SIZE[1] - scene.horizon)
        centre = middle + (bottom - middle) * (y - scene.horizon) / (SIZE[1] - scene.horizon)
        if fixed:
            wide = 2 + part * 9
            draw.rectangle((centre - wide, y, centre + wide, y + 4 + part * 12), fill=(226, 222, 206))
        else:
            spread = (far + (near - far) * part * part) * 0.7
            scene.puddle(rng, round(centre + rng.uniform(-spread, spread)), round(y), round(22 + 70 * part))


def _drain(scene: Scene, rng: Random, fixed: bool) -> None:
    place, draw = scene.place, scene.draw
    house(draw, place, (place.randint(-40, 60), scene.horizon + 90), (place.randint(280, 380), place.randint(240, 320)))
    far, near = place.randint(420, 640), place.randint(420, 760)
    top, bed = scene.horizon + 20, CEMENT if fixed else MUD
    draw.polygon([(far - 26, top), (far + 26, top), (near + 190, SIZE[1]), (near - 190, SIZE[1])], fill=bed)
    inner = (96, 104, 104) if fixed else (58, 56, 44)
    draw.polygon([(far - 12, top), (far + 12, top), (near + 104, SIZE[1]), (near - 104, SIZE[1])], fill=inner)
    if fixed:
        draw.line((far, top, near, SIZE[1]), fill=(150, 176, 184), width=22)
        return
    for _ in range(7):
        scene.puddle(rng, near + rng.randint(-330, 330), rng.randint(scene.horizon + 150, 740), rng.randint(50, 120))
    _litter(draw, rng, (near - 150, near + 150), (scene.horizon + 170, 750), 70)


def _light(scene: Scene, rng: Random, fixed: bool) -> None:
    place, draw = scene.place, scene.draw
    night = Image.new("RGB", SIZE, (16, 22, 46))
    scene.picture.paste(Image.blend(scene.picture, night, 0.6 if fixed else 0.72))
    moon, rise, tilt = place.randint(80, 940), place.randint(60, 190), place.randint(-260, 260)
    draw.ellipse((moon - 30, rise - 30, moon + 30, rise + 30), fill=(232, 230, 206))
    for _ in range(place.randint(1, 4)):
        left, low = place.randint(30, 960), scene.horizon - place.randint(30, 80)
        draw.rectangle((left, low, left + 34, low + 38), fill=(244, 196, 96))
    x, top = place.randint(200, 800), place.randint(70, 150)
    side = place.choice((-1, 1))
    lamp = (x + side * 130, top + 16)
    if fixed:
        glow = Image.new("L", SIZE, 0)
        cone = ImageDraw.Draw(glow)
        cone.polygon([lamp, (lamp[0] + tilt - 300, SIZE[1]), (lamp[0] + tilt + 300, SIZE[1])], fill=110)
        cone.ellipse((lamp[0] - 90, lamp[1] - 60, lamp[0] + 90, lamp[1] + 70), fill=170)
        scene.picture.paste(Image.new("RGB", SIZE, (255, 226, 150)), (0, 0), glow.resize((64, 48)).resize(SIZE))
    draw.rectangle((x - 9, top, x + 9, 720), fill=(58, 60, 66))
    draw.line((x, top + 6, *lamp), fill=(58, 60, 66), width=10)
    bulb = (255, 246, 206) if fixed else (70, 72, 76)
    draw.ellipse((lamp[0] - 34, lamp[1] - 12, lamp[0] + 34, lamp[1] + 16), fill=bulb)
    draw.line((0, top + rng.randint(20, 40), SIZE[0], top + rng.randint(0, 60)), fill=(24, 26, 30), width=3)


def _handpump(scene: Scene, rng: Random, fixed: bool) -> None:
    place, draw = scene.place, scene.draw
    tree(draw, place, (place.choice((90, 930)), scene.horizon + 190), place.randint(240, 330))
    x, base = place.randint(360, 640), place.randint(600, 660)
    paint = place.choice(((44, 92, 150), (52, 120, 84), (150, 62, 52)))
    body = paint if fixed else (112, 84, 66)
    if fixed:
        draw.ellipse((x - 250, base - 62, x + 250, base + 84), fill=CEMENT, outline=shade(CEMENT, 0.7), width=8)
    else:
        for _ in range(4):
            scene.puddle(rng, x + rng.randint(-210, 210), base + rng.randint(-20, 80), rng.randint(90, 170))
    draw.rectangle((x - 26, base - 270, x + 26, base + 6), fill=body, outline=shade(body, 0.6), width=3)
    draw.rectangle((x - 40, base - 316, x + 40, base - 262), fill=shade(body, 0.85))
    drop = -150 if fixed else 40
    draw.line((x + 20, base - 292, x + 210, base - 292 + drop // 2), fill=(64, 64, 68), width=18)
    draw.rectangle((x - 110, base - 196, x - 20, base - 172), fill=shade(body, 0.9))
    if fixed:
        draw.rectangle((x - 108, base - 172, x - 92, base - 6), fill=(188, 220, 236))
        draw.polygon(
            [(x - 146, base - 48), (x - 56, base - 48), (x - 68, base + 22), (x - 134, base + 22)], fill=(206, 156, 60)
        )


def _waste(scene: Scene, rng: Random, fixed: bool) -> None:
    place, draw = scene.place, scene.draw
    wall, top = place.choice(WALLS), scene.horizon + place.randint(-70, 0)
    draw.rectangle((0, top, SIZE[0], scene.horizon + 130), fill=wall)
    for y in range(top + 22, scene.horizon + 130, 24):
        draw.line((0, y, SIZE[0], y), fill=shade(wall, 0.86), width=2)
    x = place.randint(300, 720)
    if not fixed:
        base = scene.horizon + 230
        for layer in range(5):
            wide = 340 - layer * 62
            draw.ellipse(
                (x - wide, base - layer * 44 - 70, x + wide, base - layer * 44 + 90), fill=shade(MUD, 1 + layer * 0.07)
            )
        _litter(draw, rng, (x - 330, x + 330), (base - 190, base + 130), 420)
        return
    for spot, colour in ((x - 90, (44, 118, 72)), (x + 60, (40, 84, 150))):
        foot = scene.horizon + 190
        draw.polygon([(spot, foot - 150), (spot + 110, foot - 150), (spot + 98, foot), (spot + 12, foot)], fill=colour)
        draw.rectangle((spot - 8, foot - 168, spot + 118, foot - 146), fill=shade(colour, 0.7))
    for _ in range(30):
        left, y = rng.randint(0, SIZE[0]), rng.randint(scene.horizon + 200, SIZE[1])
        draw.line((left, y, left + 60, y + 3), fill=shade(scene.ground, 1.12), width=2)


def _school(scene: Scene, rng: Random, fixed: bool) -> None:
    place, draw = scene.place, scene.draw
    wall = place.choice(WALLS) if fixed else (168, 156, 138)
    left, base = place.randint(60, 200), place.randint(560, 620)
    right, top = left + place.randint(660, 760), place.randint(210, 280)
    draw.rectangle((left, top, right, base), fill=wall, outline=shade(wall, 0.6), width=4)
    draw.rectangle((left - 16, top - 26, right + 16, top), fill=(150, 66, 52) if fixed else (116, 100, 88))
    for x in range(left + 40, right - 90, 170):
        draw.rectangle((x, top + 110, x + 74, base), fill=(58, 92, 120) if fixed else (66, 58, 50))
        draw.rectangle((x + 92, top + 120, x + 146, top + 196), fill=(196, 216, 224) if fixed else (44, 44, 46))
    draw.rectangle((left + 200, top + 24, right - 200, top + 84), fill=(244, 240, 220) if fixed else (140, 130, 116))
    if fixed:
        for x in range(left, right, 84):
            tree(draw, rng, (x, base + 74), 60)
        return
    for _ in range(8):
        x, y = rng.randint(left + 20, right - 20), rng.randint(top + 10, base - 120)
        draw.line(
            (x, y, x + rng.randint(-50, 50), y + 60, x + rng.randint(-30, 30), y + 116), fill=(84, 76, 66), width=4
        )
    for _ in range(60):
        x, y = rng.randint(0, SIZE[0]), rng.randint(base, SIZE[1])
        draw.line((x, y, x + rng.randint(-8, 8), y - rng.randint(16, 50)), fill=rng.choice(GREENS), width=4)


def _litter(
    draw: ImageDraw.ImageDraw, rng: Random, across: tuple[int, int], down: tuple[int, int], pieces: int
) -> None:
    colours = ((232, 232, 228), (196, 60, 52), (58, 96, 160), (226, 196, 70), (70, 70, 66), (120, 150, 90))
    middle, half = sum(across) / 2, (across[1] - across[0]) / 2
    for _ in range(pieces):
        part = rng.random()
        x = middle + rng.uniform(-half, half) * (0.25 + 0.75 * part)
        y, r = down[0] + part * (down[1] - down[0]), rng.randint(5, 15)
        draw.polygon([(x - r, y), (x, y - r * 0.8), (x + r, y + 2), (x + 2, y + r * 0.7)], fill=rng.choice(colours))


SUBJECTS: dict[str, Callable[[Scene, Random, bool], None]] = {
    "road": _road,
    "drain": _drain,
    "light": _light,
    "handpump": _handpump,
    "waste": _waste,
    "school": _school,
}
