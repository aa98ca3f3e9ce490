# Messages we send.
email-hello = Hello { $name }
email-confirm-subject = Confirm your e-mail address for { $community }
email-confirm-lead = Somebody, probably you, gave this address for an account at { $community }. Confirm that it is yours:
email-confirm-button = Confirm the address
email-link-hint = If the button doesn't work, open this address:
email-link-hours =
    { $count ->
        [one] The link works for one hour.
        [168] The link works for a week.
       *[other] The link works for { $count } hours.
    }
email-not-you = If it wasn't you, do nothing, and no account will use this address.

email-reset-subject = Choose a new password for { $community }
email-reset-lead = Somebody, probably you, asked for a new password at { $community }. Choose one here:
email-reset-button = Choose a new password
email-reset-not-you = If it wasn't you, do nothing, and your password stays as it is.

email-new-device-subject = A new device signed in at { $community }
email-new-device-lead = Somebody, probably you, signed in to your account at { $community } with a device we don't know:
email-new-device-time = When: { $time } (UTC)
email-new-device-device = Device: { $device }
email-new-device-network = Network: { $network }
email-new-device-not-you = If it wasn't you, end that session and choose another password:
email-new-device-button = See where you are signed in

email-change-address-subject = Confirm your new e-mail address for { $community }
email-change-address-lead = Somebody, probably you, wants to use this address for their account at { $community }. Confirm that it is yours:
email-change-address-not-you = If it wasn't you, do nothing, and no account will use this address.
email-taken-subject = Your e-mail address at { $community }
email-taken-lead = Somebody wanted to use this address for another account at { $community }. It stays with your account, and nothing has changed.
email-taken-hint = If it was you: one address can belong to one account only. If it wasn't, you need not do anything.
email-changed-subject = The e-mail address of your account at { $community } was changed
email-changed-lead = Your account now has the address { $new }, and we write to you there from now on.
email-changed-undo = If it wasn't you, take the change back within a week. That also ends every session of your account:
email-changed-button = Take it back

email-change-subject = A change to your account at { $community }
email-change-not-you = If it wasn't you, choose a new password. That ends every session of your account:
email-change-button = Choose a new password
change-password = The password of your account at { $community } was changed.
change-email = Your account at { $community } now has this e-mail address.
change-two-factor-on = Signing in to your account at { $community } now takes a second step: a code from your authenticator app.
change-two-factor-off = The second step for signing in to your account at { $community } was turned off.
change-recovery-codes = New recovery codes were made for your account at { $community }. The earlier ones no longer work.
change-recovery-code-used = A recovery code was used to sign in to your account at { $community }.
change-passkey-added = A passkey was added to your account at { $community }.
change-passkey-removed = A passkey was removed from your account at { $community }.
