"""Pictures of a page, compared loosely. In: two PNGs. Out: the share of the picture that changed, from 0 to 1.

Both are made small and blurred first, so that another release of the browser, or a letter that stands a pixel
further to the left, changes nothing; what is gone, moved or of another colour does.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

KEPT = 2  # a committed picture is half as wide and high as the page
COARSE = 4  # what is compared is smaller still
DIFFERENT = 14  # of 255, in the most different of red, green and blue
ALLOWED = 0.03


def shrink(png: bytes) -> Image.Image:
    """Make a picture of a page as small as those that are committed."""
    return Image.open(BytesIO(png)).convert("RGB").reduce(KEPT)


def read(path: Path) -> Image.Image:
    """Read a committed picture."""
    with Image.open(path) as image:
        return image.convert("RGB")


def changed(before: Image.Image, now: Image.Image) -> float:
    """Tell which share of the picture changed; of another size, all of it."""
    if before.size != now.size:
        return 1.0
    red, green, blue = ImageChops.difference(blur(before), blur(now)).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    different = sum(most.histogram()[DIFFERENT:])
    return different / (most.width * most.height)


def blur(image: Image.Image) -> Image.Image:
    """Keep only what is seen from far away."""
    return image.reduce(COARSE).filter(ImageFilter.GaussianBlur(1))
