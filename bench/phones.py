"""What comes from phones: taking in a visit with its photos."""

from __future__ import annotations

import time
from io import BytesIO
from typing import Any

Row = dict[str, Any]
PHOTOS, TIMES = 3, 20


def visits(school: Any) -> list[Row]:
    """One visit with three photos, from the bytes to the signed act; floor: its photos alone."""
    from PIL import Image

    from tirek.access.models import User
    from tirek.filing.pictures import keep_photo
    from tirek.phone.actions import receive_parcel, register_phone, take_along
    from tirek.phone.tests.making import new_id, parcel
    from tirek.school.models import Pupil

    by = User.objects.get(username="social")
    phone = register_phone(by=by, school=school, name="bench")
    pupils = list(Pupil.objects.filter(school=school).order_by("pk")[:TIMES])
    taken: list[float] = []
    floors: list[float] = []
    for number, pupil in enumerate(pupils):
        shots = []
        for photo in range(PHOTOS):
            out = BytesIO()
            noise = Image.effect_noise((1600, 1200), 20 + photo + number).convert("RGB")
            noise.save(out, "JPEG", quality=80)
            shots.append(out.getvalue())
        visit = take_along(by=by, phone=phone, pupils=[pupil], kind="HOUSING_ACT")
        said = {
            "commission": [{"name": by.full_name, "role": "CHAIR"}, {"name": "Bench B."}],
            "address": "Абай көшесі, 5",
            "conclusion": "Жақсы.",
        }
        files = {new_id(): ("PHOTO", "", shot) for shot in shots}
        body = parcel(visit, said, files=files)
        began = time.perf_counter()
        came = receive_parcel(by=by, visit=visit, body=body, skew=0)
        taken.append(time.perf_counter() - began)
        if came.state != "DONE" or came.note:
            raise SystemExit(f"a visit from a phone: {came.state} {came.note}")
        began = time.perf_counter()
        for shot in shots:
            keep_photo(shot, "bench.jpg")
        floors.append(time.perf_counter() - began)
    return [
        {
            "work": f"taking in a visit with {PHOTOS} photos ({len(body) >> 10} KiB); "
            "floor: drawing the photos anew",
            "time": sorted(taken)[len(taken) // 2],
            "floor": sorted(floors)[len(floors) // 2],
        }
    ]
