# Signing in and confirming an e-mail address.
sign-in-title = Sign in
sign-in-heading = Welcome back
sign-in-submit = Sign in
sign-in-no-account = New here?
field-login = User name or e-mail address
field-password = Password
field-password-hint = At least 10 characters. A few unrelated words work well.

again-title = Is it still you?
again-lead = What comes next would hurt in the wrong hands, so please give your password once more.
again-submit = Go on

confirm-title = Confirm your e-mail address
confirm-heading = Is this address yours?
confirm-lead = Confirm { $address } and you can sign in.
confirm-submit = Confirm the address
