"""What a phone puts around the content: clock and battery, title bar, buttons, adverts, banners."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageEnhance

from samples.blocks import ink
from samples.canvas import MARGIN, Canvas
from samples.fonts import face
from samples.truth import Mark

STATUS = 84.0


def status_bar(canvas: Canvas) -> None:
    """Clock left, signal and battery right; numbers that are no amounts."""
    style, small = canvas.style, 32 / canvas.style.zoom
    canvas.text(56, 24, style.clock, small, bold=True)
    canvas.text(1024, 24, f"{style.battery}%", small, anchor="ra")
    canvas.text(880, 24, "5G", small, anchor="ra")
    for index in range(4):
        height = 8 + 6 * index
        canvas.box(770 + index * 14, 56 - height, 780 + index * 14, 56, canvas.style.palette.ink)
    canvas.y = STATUS


def title_bar(canvas: Canvas, title: str, right: str = "···") -> None:
    points = 44 / canvas.style.zoom**0.5
    y = canvas.y + 30
    x, middle = 64, y + 28
    area = [(x + 22, middle - 24), (x, middle), (x + 22, middle + 24)]
    canvas.draw.line(
        [(canvas.px(a), canvas.px(b)) for a, b in area],
        fill=canvas.style.palette.ink, width=canvas.px(5),
    )  # fmt: skip
    canvas.text(540, y, title, points, anchor="ma", bold=True)
    canvas.text(1016, y, right, 34 / canvas.style.zoom**0.5, anchor="ra", color=ink(canvas, "soft"))
    canvas.y = y + 96


def open_screen(canvas: Canvas, title: str, right: str = "···") -> None:
    status_bar(canvas)
    title_bar(canvas, title, right)


def advert(canvas: Canvas) -> None:
    """An offer with figures in it, where the style has one."""
    if not canvas.style.advert:
        return
    size = 34 / canvas.style.zoom**0.5
    canvas.box(36, canvas.y, 1044, canvas.y + 120, (255, 240, 219), 24)
    canvas.text(72, canvas.y + 36, canvas.style.advert, size, color=(156, 84, 16))
    canvas.text(1008, canvas.y + 36, "去看看>", size, color=(212, 107, 8), anchor="ra")
    canvas.decoys.append(canvas.style.advert)
    canvas.y += 148


def button(canvas: Canvas, words: str, second: str = "") -> None:
    """The large button at the end of a screen."""
    y, left = canvas.y + 12, 540 if second else MARGIN
    if second:
        canvas.box(MARGIN, y, 520, y + 116, canvas.style.palette.line, 58)
        _centered(canvas, 281, y, second)
    canvas.box(left, y, 1080 - MARGIN, y + 116, canvas.style.palette.accent, 58)
    _centered(canvas, (left + 1080 - MARGIN) / 2, y, words, white=True)
    canvas.y = y + 150


def _centered(canvas: Canvas, x: float, y: float, words: str, white: bool = False) -> None:
    points = 42 / canvas.style.zoom**0.5
    color = (255, 255, 255) if white else canvas.style.palette.ink
    canvas.text(x, y + 58, words, points, color=color, anchor="mm")


def note(canvas: Canvas, text: str, points: float = 30) -> None:
    """Small print, wrapped."""
    for line in canvas.wrapped(text, points, 936):
        canvas.text(72, canvas.y, line, points, color=ink(canvas, "soft"))
        canvas.y += canvas.line(points)
    canvas.y += 14


def finish(canvas: Canvas, least: float = 2340) -> Image.Image:
    """Cut to a screen's height at least, then what lies over the content: watermark, banner."""
    picture = canvas.done(max(canvas.y + 60, least))
    if canvas.style.watermark:
        picture = _watermarked(picture, canvas)
    if canvas.style.banner:
        _banner(picture, canvas)
    return picture


def _watermarked(picture: Image.Image, canvas: Canvas) -> Image.Image:
    """Pale diagonal words, as apps put over account screens."""
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    word = Image.new("RGBA", (canvas.px(420), canvas.px(80)), (0, 0, 0, 0))
    tint = (128, 128, 128, 46)
    ImageDraw.Draw(word).text((0, 0), canvas.style.watermark, font=face(canvas.px(40)), fill=tint)
    turned = word.rotate(24, expand=True)
    for row, y in enumerate(range(canvas.px(200), picture.height, canvas.px(420))):
        for x in range(-canvas.px(100) + canvas.px(210) * (row % 2), picture.width, canvas.px(480)):
            layer.paste(turned, (x, y), turned)
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def _banner(picture: Image.Image, canvas: Canvas) -> None:
    """A notification that covers the top of the screen, never an amount of the bill."""
    px = canvas.px
    top = min((mark.box[1] for mark in canvas.marks), default=px(300))
    if px(200) > top:
        return
    draw = ImageDraw.Draw(picture)
    area = (px(24), px(40), px(1056), px(190))
    draw.rounded_rectangle(area, radius=px(36), fill=(252, 252, 253), outline=(214, 214, 220))
    draw.text((px(64), px(88)), canvas.style.banner, font=face(px(33)), fill=(40, 40, 44))
    canvas.decoys.append(canvas.style.banner)


def over(
    page: Image.Image, sheet: Image.Image, marks: list[Mark]
) -> tuple[Image.Image, list[Mark]]:
    """A half-height sheet over a dimmed page; marks are those of the sheet, moved down with it."""
    height = max(page.height, sheet.height + page.width // 3)
    whole = Image.new("RGB", (page.width, height), (90, 90, 92))
    whole.paste(ImageEnhance.Brightness(page).enhance(0.45), (0, 0))
    top = height - sheet.height
    mask = Image.new("L", sheet.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle(
        (0, 0, sheet.width, sheet.height + 60), radius=page.width // 30, fill=255
    )
    whole.paste(sheet, (0, top), mask)
    moved = [
        Mark(m.field, m.value, m.text, (m.box[0], m.box[1] + top, m.box[2], m.box[3] + top))
        for m in marks
    ]
    return whole, moved
