# The community's console, and the log of what staff did.
console-title = Community console
