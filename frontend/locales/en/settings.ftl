# What a person can choose.
settings-title = Settings

appearance-title = Appearance
appearance-lead = How the pages look to you, wherever you are signed in.
field-theme = Theme
theme-system = As your system
theme-light = Light
theme-dark = Dark
field-motion = Motion
motion-system = As your system
motion-reduced = Nothing moves
field-grid = Photographs on profiles
field-open-warned = Always show what stands behind a content warning

posting-title = Posting
posting-lead = What a new post begins with. You can change it on each.
field-describe-first = Ask me to describe photos before publishing
field-describe-first-hint = A photo without a description is held back once. You can still publish it without.
