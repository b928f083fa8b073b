"""How two words differ by their letters."""


def differ_in_one(one: str, other: str) -> bool:
    """Return whether a letter is wrong, missing, too many, or has changed places with the next."""
    longer, shorter = sorted((one, other), key=len, reverse=True)
    if longer == shorter or len(longer) - len(shorter) > 1:
        return False
    pairs = enumerate(zip(longer, shorter, strict=False))
    at = next((place for place, (one, other) in pairs if one != other), len(shorter))
    if len(longer) > len(shorter):
        return longer[at + 1 :] == shorter[at:]
    changed = longer[at : at + 2] == shorter[at : at + 2][::-1]
    return longer[at + 1 :] == shorter[at + 1 :] or (
        changed and longer[at + 2 :] == shorter[at + 2 :]
    )
