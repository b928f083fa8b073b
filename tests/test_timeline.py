import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from tests_align_strategies import episodes

from corpus import Chapter, ChapterSpan, Episode, Turn, align, chapter_spans, moment
