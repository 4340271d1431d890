"""Published methods, as parameters of the rules here and not as code of their own."""

from typing import Final

from socialmaturity.scoring.cumulative import CumulativeRule
from socialmaturity.scoring.high_water import HighWaterRule
from socialmaturity.scoring.rating import NPLF_BANDS, REFINED_BANDS, RatingRule

ISO_33020_LEVEL: Final = CumulativeRule(at="L", lower_at="F", quorum=1)
"""Capability level of ISO/IEC 33020 (2019), with every attribute of the level largely or fully
achieved and every one of the levels below fully. For answers on the labels N, P, L and F, or on
numbers from 0 to 1."""

ISO_33020_RATING: Final = RatingRule(bands=NPLF_BANDS)
"""Ratings N, P, L and F of ISO/IEC 33020 (2019) from percentages. For numbers from 0 to 1."""

ISO_33020_REFINED: Final = RatingRule(bands=REFINED_BANDS)
"""The same with P and L halved, as N, P-, P+, L-, L+ and F."""

C2M2_MIL: Final = CumulativeRule(at="L", lower_at="L", quorum=1)
"""Maturity indicator level of C2M2 2.1, with every practice of the level and of those below
largely or fully implemented. For answers on the labels N, P, L and F, which stand for *not*,
*partially*, *largely* and *fully implemented*. C2M2 does it domain by domain, with
``dimension=...``, and knows no level over all of them."""

CMMI_STAGED: Final = CumulativeRule(at="yes", lower_at="yes", quorum=1)
"""Maturity level of CMMI for Development 1.3, staged, with every process area of the level and of
those below satisfied or not applicable. For answers on the labels yes and no, which stand for
*satisfied* and *unsatisfied*."""

BSIMM_HIGH_WATER: Final = HighWaterRule(at="yes")
"""High-water mark of BSIMM, the highest level with any activity observed. For yes and no."""
