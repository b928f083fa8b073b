"""Numbers below a million as people write them in words."""

_DE = """
null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn
sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig
neunzig
"""
_EN = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
"""


def german(number: int, und: str = "") -> str:
    """A number below a million in words; `und` may stand between hundreds and what follows."""
    for size, name in ((1000, "tausend"), (100, "hundert")):
        if number >= size:
            many, rest = divmod(number, size)
            head = german(many, und)
            head = head.removesuffix("s") if head.endswith("eins") else head
            return f"{head}{name}{und * (0 < rest < 100)}{german(rest, und) if rest else ''}"
    ten, unit = divmod(number, 10)
    if number < 20 or not unit:
        return _DE.split()[number if number < 20 else 18 + ten]
    one = "ein" if unit == 1 else _DE.split()[unit]
    return f"{one}und{_DE.split()[18 + ten]}"


def english(number: int, between: str = " ") -> str:
    """A number below a million in words; `between` may be " and "."""
    for size, name in ((1000, " thousand"), (100, " hundred")):
        if number >= size:
            many, rest = divmod(number, size)
            joint = between if rest < 100 else " "
            return f"{english(many, between)}{name}{joint + english(rest, between) if rest else ''}"
    ten, unit = divmod(number, 10)
    if number < 20 or not unit:
        return _EN.split()[number if number < 20 else 18 + ten]
    return f"{_EN.split()[18 + ten]}-{_EN.split()[unit]}"
