"""
Does the gas of TAPI arrive with enough pressure?
=================================================

An energy ministry asks where compressors must stand and what each off-take leaves for those after
it. The line falls by friction, is lifted at each station, and must stay above the least pressure
of delivery.
"""

import corridors as co

net = co.load()
tapi = co.pipeline(net, "tapi")

# %%
# A planned line answers as if it were built, and says so.
co.draw_pressure(tapi)
