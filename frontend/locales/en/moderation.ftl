# The community's console, and the log of what staff did.
console-title = Community console

act-application-approve = Let somebody in who had asked to join
act-application-refuse = Refused somebody who had asked to join
act-invite-revoke = Took back an invite
act-community-sign-up = Chose who may join
act-community-rules = Changed the rules
