# What a person can choose.
settings-title = Settings
