# Signing in and confirming an e-mail address.
sign-in-title = Sign in
sign-in-heading = Welcome back
sign-in-submit = Sign in
sign-in-no-account = New here?
field-login = User name or e-mail address
field-password = Password
sign-in-lost = Forgot your password?
switch-title = Or go on as
field-new-password = New password
field-current-password = Present password
field-new-email = New e-mail address
field-password-hint = At least 10 characters. A few unrelated words work well.

again-title = Is it still you?
again-lead = What comes next would hurt in the wrong hands, so please give your password once more.
again-submit = Go on
again-code = Use a code from your app instead
again-code-submit = Go on with the code

second-title = One more step
second-lead = Your account asks for a second proof that it is you.
field-code = Code from your app
field-code-hint = Six digits, new every half minute.
second-recovery = Use a recovery code instead
field-recovery = Recovery code
second-recovery-submit = Sign in with the recovery code
passkey-sign-in = Sign in with a passkey
passkey-use = Use a passkey
passkey-failed = That came to nothing: no passkey was used. You can try again, or go another way.

confirm-title = Confirm your e-mail address
confirm-heading = Is this address yours?
confirm-lead = Confirm { $address } and you can sign in.
confirm-submit = Confirm the address

reset-title = A new password
reset-lead = Tell us who you are, and we mail you a link by which you choose one.
reset-submit = Mail me the link
reset-back = Back to the sign-in
reset-asked-title = Look into your mail
reset-asked-lead = If there is an account by that name or address, a link is on its way to it. It works for an hour.
reset-asked-hint = Nothing there after a few minutes? Look into the folder for unwanted mail, or ask again with your other name or address.
reset-choose-title = Choose a new password
reset-choose-lead = It will be the one for @{ $name }. Everywhere else you are signed out.
reset-choose-submit = Keep this password

confirm-email-title = Is this address yours?
confirm-email-lead = Confirm { $address }, and it takes the place of the one your account has.
confirm-email-submit = Use this address
undo-email-title = Take the change back?
undo-email-lead = Your account gets { $address } back, every session of it ends, and its password counts no more: we mail you a link by which you choose a new one. Passkeys, authenticator apps and recovery codes that were added since the change are taken away.
undo-email-submit = Take it back
email-of = It is about the account @{ $name }.

# Settings that keep an account safe.
account-title = Account
account-lead = You are @{ $name } here. That name is yours for good.
account-email = E-mail address
account-email-change = Change the address
account-password-about = At least 10 characters, and used nowhere else.
account-password-change = Change the password
change-password-title = Change the password
change-password-lead = You stay signed in here. Everywhere else you are signed out.
change-password-submit = Keep the new password
change-email-title = Change the e-mail address
change-email-lead = It is { $email } now. We mail a link to the new address; when you open it, that one counts.
change-email-submit = Mail me the link

sessions-title = Where you are signed in
sessions-lead = Every browser and app that can act as you. End whatever you don't know, and then choose another password.
sessions-this = This one
sessions-network = From the network { $network }
sessions-last-used = Last used
sessions-since = signed in
sessions-end = Sign out there
sessions-end-this = Sign out here
password-show = Show the password
sessions-end-name = Sign out there: { $device }
sessions-end-this-name = Sign out here: { $device }
sessions-end-others = Sign out everywhere else
device-named = { $browser } on { $system }
device-unknown = An unknown device

two-factor-title = Second step and passkeys
two-factor-lead = Signing in with more than a password, or without one.
two-factor-needed = The pages for looking after this community open once you have set up an authenticator app. It is asked of everybody who looks after people here, because whoever got hold of your password could do as much as you. Everything else works as before.
authenticator-title = Authenticator app
authenticator-about = An app on your phone shows a new code every half minute, and signing in with your password asks for it.
authenticator-on = It is on: signing in with your password asks for a code.
authenticator-off = Turn it off
authenticator-set-up = Set up an app
authenticator-scan = Scan this with your authenticator app:
authenticator-picture = QR code with the secret that is written below it
authenticator-type = Or type this secret into it:
authenticator-submit = Turn it on
recovery-left =
    { $count ->
        [0] No recovery code is left.
        [one] { $count } recovery code is left.
       *[other] { $count } recovery codes are left.
    }
recovery-renew = Make new recovery codes
recovery-title = Your recovery codes
recovery-lead = Each signs you in once when you don't have your app. Write them down now: we show them this one time.
recovery-kept = I have written them down
passkeys-title = Passkeys
passkeys-about = A passkey lives in your phone, your computer or a security key. It signs you in by your finger, your face or a PIN, without a password and without a code.
passkey-since = Added { $time }
passkey-last-used = last used { $time }
passkey-remove = Remove
passkey-remove-name = Remove { $name }
passkey-add = Add a passkey
passkey-script = Adding a passkey needs JavaScript, which is off in this browser.
field-passkey-name = Name of the new passkey
field-passkey-name-hint = So that you know it again: “Phone”, “Blue key”. Without one, it gets the name of this browser.
