def sort_key(text: str) -> str:
    return text


def folded(text: str) -> str:
    return text.casefold()
