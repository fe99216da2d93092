"""Room of the demo: what lies behind every drawn scene – sky, fields, houses, trees and the grain of a phone camera."""

from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIZE = (1024, 768)
Colour = tuple[int, int, int]

SKIES: list[tuple[Colour, Colour]] = [
    ((112, 168, 216), (214, 232, 242)),
    ((150, 178, 196), (228, 226, 214)),
    ((196, 170, 150), (246, 222, 186)),
    ((96, 140, 190), (190, 214, 226)),
    ((168, 184, 186), (212, 216, 208)),
]
GROUNDS: list[Colour] = [(176, 148, 108), (160, 140, 104), (188, 164, 124), (148, 150, 96), (168, 134, 100)]
WALLS: list[Colour] = [
    (214, 186, 150),
    (186, 120, 92),
    (226, 214, 190),
    (150, 178, 168),
    (204, 160, 160),
    (172, 182, 206),
    (222, 200, 130),
]
GREENS: list[Colour] = [(74, 112, 62), (92, 128, 70), (60, 98, 66), (110, 132, 72)]


def shade(colour: Colour, factor: float) -> Colour:
    """The same colour, darker (< 1) or lighter (> 1)."""
    red, green, blue = (max(0, min(255, round(part * factor))) for part in colour)
    return red, green, blue


def backdrop(rng: Random) -> tuple[Image.Image, int, Colour]:
    """A sky, a horizon with houses and trees, and bare ground. Returns (picture, horizon in px, ground colour)."""
    width, height = SIZE
    horizon = rng.randint(270, 370)
    top, low = rng.choice(SKIES)
    sky = Image.linear_gradient("L").resize((width, horizon))
    picture = Image.new("RGB", SIZE)
    picture.paste(Image.composite(Image.new("RGB", sky.size, low), Image.new("RGB", sky.size, top), sky), (0, 0))
    draw = ImageDraw.Draw(picture)
    _clouds(draw, rng, horizon)
    ground = shade(rng.choice(GROUNDS), rng.uniform(0.9, 1.08))
    for row in range(horizon, height):
        draw.line([(0, row), (width, row)], fill=shade(ground, 1.08 - 0.22 * (row - horizon) / (height - horizon)))
    draw.rectangle((0, horizon - 10, width, horizon + 8), fill=rng.choice(GREENS))
    _skyline(draw, rng, horizon)
    return picture, horizon, ground


def _clouds(draw: ImageDraw.ImageDraw, rng: Random, horizon: int) -> None:
    for _ in range(rng.randint(1, 4)):
        left, top = rng.randint(-60, 900), rng.randint(20, horizon // 2)
        for step in range(4):
            x, y, r = left + step * 44, top + rng.randint(-10, 10), rng.randint(22, 40)
            draw.ellipse((x - r, y - r * 0.6, x + r, y + r * 0.6), fill=(240, 242, 242))


def _skyline(draw: ImageDraw.ImageDraw, rng: Random, horizon: int) -> None:
    x = rng.randint(-120, 20)
    while x < SIZE[0]:
        wide = rng.randint(110, 230)
        if rng.random() < 0.62:
            house(draw, rng, (x, horizon), (wide, rng.randint(80, 190)))
        else:
            tree(draw, rng, (x + wide // 2, horizon + 4), rng.randint(90, 190))
        x += wide + rng.randint(-10, 70)


def house(draw: ImageDraw.ImageDraw, rng: Random, foot: tuple[int, int], size: tuple[int, int]) -> None:
    """A flat-roofed village house standing on `foot` (left, ground line)."""
    (left, base), (wide, tall) = foot, size
    wall = rng.choice(WALLS)
    draw.rectangle((left, base - tall, left + wide, base + 10), fill=wall, outline=shade(wall, 0.7))
    draw.rectangle((left - 5, base - tall - 12, left + wide + 5, base - tall), fill=shade(wall, 0.78))
    door = left + rng.randint(12, max(14, wide - 60))
    draw.rectangle((door, base - 62, door + 36, base + 10), fill=shade(wall, 0.45))
    for x in range(left + 14, left + wide - 34, 58):
        if abs(x - door) > 44:
            draw.rectangle(
                (x, base - tall + 24, x + 28, base - tall + 56), fill=(74, 88, 100), outline=shade(wall, 0.6)
            )
    if rng.random() < 0.4:
        draw.rectangle((left + wide - 48, base - tall - 46, left + wide - 16, base - tall - 12), fill=(38, 42, 48))


def tree(draw: ImageDraw.ImageDraw, rng: Random, foot: tuple[int, int], tall: int) -> None:
    """A round neem-like tree standing on `foot`."""
    x, base = foot
    draw.rectangle((x - tall // 18, base - tall // 2, x + tall // 18, base), fill=(92, 70, 50))
    green = rng.choice(GREENS)
    for _ in range(9):
        side = max(42, tall // 4)
        dx, dy, r = rng.randint(-side, side), rng.randint(-tall // 3, tall // 6), rng.randint(side // 2, side + 4)
        y = base - tall * 2 // 3 + dy
        draw.ellipse((x + dx - r, y - r, x + dx + r, y + r), fill=shade(green, rng.uniform(0.8, 1.2)))


def camera(picture: Image.Image, rng: Random) -> Image.Image:
    """The look of a phone: a soft lens, uneven light from one corner and a little grain."""
    soft = picture.filter(ImageFilter.GaussianBlur(0.8))
    light = Image.linear_gradient("L").rotate(rng.choice((0, 90, 180, 270))).resize(SIZE)
    dim = light.point(lambda value: 206 + value * 49 // 255)
    lit = ImageChops.multiply(soft, Image.merge("RGB", (dim, dim, dim)))
    tile = Image.frombytes("L", (128, 96), rng.randbytes(128 * 96)).resize(SIZE, Image.Resampling.BILINEAR)
    grain = Image.merge("RGB", (tile, tile, tile))
    return Image.blend(lit, grain, 0.045)
