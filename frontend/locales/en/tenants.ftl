# What a community says about itself, and who may join.
rules-title = Rules
rules-lead = Whoever joins accepts them, and staff cite them. A rule that you change is kept as it was wherever it was cited.
rules-submit = Save the rules
field-rule = Rule { $count }
field-rule-new = Another rule
rule-up = Move rule { $count } up
rule-remove = Remove rule { $count }

join-title = How to join
join-open = Anybody may join. All it takes is an e-mail address.
join-approval = Anybody may ask to join. The people who look after this community read each application. Whoever is invited joins at once.
join-invite = This community grows by invitation: members can give you the link of an invite.
join-closed = Nobody can join at the moment.

joining-title = Joining
joining-submit = Save
field-sign-up = Who may join
mode-open = Anybody
mode-open-about = Whoever confirms an e-mail address is in.
mode-approval = Anybody you approve
mode-approval-about = You read what people say about themselves, and decide. Invites let in at once.
mode-invite = Whoever is invited
mode-invite-about = Only by the link of an invite.
mode-closed = Nobody
mode-closed-about = The form is shut, and invites don't count.
field-members-invite = Members may make invites
field-members-invite-hint = Otherwise only staff may. Whoever comes by an invite is not asked to wait.
