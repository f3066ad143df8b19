"""The geometry of the server-made SVG chart: scales, ticks, paths, where words stand."""

from indicators.drawing.picture import Drawing, draw
from indicators.drawing.scales import NARROW, WIDE, Size, axis_of

__all__ = ["NARROW", "WIDE", "Drawing", "Size", "axis_of", "draw"]
