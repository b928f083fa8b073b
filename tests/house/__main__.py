"""Print how the house is built, in numbers."""

from tests.house.figures import PACKAGES, figures

for name in PACKAGES:
    print(name, figures(name))
