from io import BytesIO

import pytest
from django.utils import translation
from PIL import ExifTags, Image

from tirek.access.refused import Refused
from tirek.filing import pictures


def jpeg(size=(80, 60), colour="red", **more) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", **more)
    return out.getvalue()


def told() -> bytes:
    """A photo that tells its place, device, and that it lies on its side."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SECRETPHONE"
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "SECRETPLACE"
    return jpeg(exif=exif, comment=b"SECRETWORD") + b"SECRETTAIL"


def kept(one) -> Image.Image:
    from django.core.files.storage import default_storage

    with default_storage.open(one.file) as file:
        return Image.open(BytesIO(file.read()))


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_a_photo_comes_out_upright_small_and_tells_nothing() -> None:
    one = pictures.keep_photo(told(), "үй.jpeg")
    shown = kept(one)
    assert shown.size == (60, 80)
    assert not shown.getexif()
    from django.core.files.storage import default_storage

    with default_storage.open(one.file) as file:
        assert b"SECRET" not in file.read()
    assert (one.type, one.name.endswith(".jpg")) == ("image/jpeg", True)
    assert max(kept(pictures.keep_photo(jpeg((4000, 1000)), "a.png")).size) == pictures.LONGEST


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no photo"),
        (b"%PDF-1.4 not a photo", "no photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no photo"),
        (jpeg()[:200], "no photo"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "no photo"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b"\xff\xd8\xff" + b"\0" * (50 * 1024 * 1024), "20 MB"),
    ],
    ids=["empty", "pdf", "svg", "cut", "png", "heic", "50 MB"],
)
def test_what_is_no_photo_is_refused_at_its_field(data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        pictures.keep_photo(data, "a.jpg")
    assert refused.value.field == "photo"


def test_a_picture_of_too_many_dots_is_not_opened(monkeypatch) -> None:
    monkeypatch.setattr(pictures, "MOST_DOTS", 100)
    with pytest.raises(Refused, match="dots"):
        pictures.keep_photo(jpeg(), "a.jpg")


def test_a_signature_is_strokes_alone() -> None:
    drawn = Image.new("RGBA", (900, 300), (0, 0, 0, 0))
    drawn.paste((200, 10, 10, 255), (100, 100, 160, 140))
    out = BytesIO()
    drawn.save(out, "PNG")
    shown = kept(pictures.keep_signature(out.getvalue(), "Омарова"))
    assert shown.size == (60, 40)
    assert shown.getpixel((5, 5)) == (0, 0, 0, 255)
    empty = BytesIO()
    Image.new("RGBA", (900, 300), (0, 0, 0, 0)).save(empty, "PNG")
    with pytest.raises(Refused):
        pictures.keep_signature(empty.getvalue(), "Омарова")
    with pytest.raises(Refused):
        pictures.keep_signature(b"no", "Омарова")
