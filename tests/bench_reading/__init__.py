"""`make bench-reading`: how truly bills are read, and what reading costs, on drawn specimens.

Pages come from the generator in `samples/`: its layouts ("tuned": the extraction was made looking
at them), the layouts kept aside (nobody looks at them while mending), and papers that are no bills.
They go through decoding, both readers, extraction and settling as in `reliefpack read`; what comes
out is held against what was marked while drawing. Prints rates beside what was aimed at; judges
nothing: there is no threshold here that a test could fail on.
"""
