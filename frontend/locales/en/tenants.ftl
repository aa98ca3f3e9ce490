# What a community is about.
about-title = About
