#!/usr/bin/env python3
"""By how much `cover` lowers the share of late orders against `nearest`, day by day, with the 95 % interval.

    paired.py NEAREST.json COVER.json

Each file is what `yike drill --json` printed for the same seeds. The interval is that of the mean of the
differences of the days (Student's t), which have the same incidents, officers and weather under both rules.
"""

import json
import math
import statistics
import sys


def t_95(freedom):
    """The 97.5 % point of Student's t, by its expansion in the normal one (Cornish and Fisher)."""
    z = statistics.NormalDist().inv_cdf(0.975)
    first, second = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96
    return z + first / freedom + second / freedom**2


def main():
    nearest, cover = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:3])
    days = list(zip(nearest["seeds"], cover["seeds"], strict=True))
    if len(days) < 2 or any(one["seed"] != other["seed"] for one, other in days):
        sys.exit("both files must hold the same seeds, two at least: run the drills with the same --seeds")
    saved = [one["late"] / one["orders"] - other["late"] / other["orders"] for one, other in days if one["orders"]]
    mean = statistics.mean(saved)
    error = statistics.stdev(saved) / math.sqrt(len(saved)) * t_95(len(saved) - 1)
    change = {name: cover[name] / nearest[name] - 1 for name in ("late_share", "mean_response_s")}
    print(f"late: {nearest['late_share']:.2%} by nearest, {cover['late_share']:.2%} by cover ({change['late_share']:+.0%})")
    print(f"paired difference over {len(saved)} days: {mean:.2%}, 95 % within {mean - error:.2%} to {mean + error:.2%}")
    print(f"mean response: {change['mean_response_s']:+.1%}; moved to keep coverage: {cover['moves_km']:.0f} km")


if __name__ == "__main__":
    main()
