# Wanting nothing to do with somebody.
block = Block
block-heading = Block { $name }?
block-lead = Neither of you follows the other any more, and neither sees what the other publishes, likes or says. { $name } isn't told.
block-submit = Block
block-cancel = Cancel
unblock = Unblock
unblock-label = Unblock { $name }
blocked-by-you = You block { $name }. Neither of you sees what the other publishes.
notice-blocked = They are blocked.
blocks-title = Blocked people
blocks-lead = Neither you nor these people see what the other publishes. They aren't told.
blocks-empty = You block nobody
