/** Codes of an authenticator beside the password. */
export const secondFactor = {
  secondFactor: {
    title: 'Second factor',
    on: 'Set up',
    since: 'since',
    left_one: '{{count}} recovery code is left.',
    left_other: '{{count}} recovery codes are left.',
    none: 'Your password alone lets you in. With a second factor, sign-in also asks for a code that an authenticator app on your phone shows.',
    missing: 'You have to set up a second factor before you can do anything else here.',
    enrol: 'Set up',
    enrolTitle: 'Set up a second factor',
    enrolBody: 'Have an authenticator app at hand. Your password shows that it is you.',
    password: 'Password',
    goOn: 'Continue',
    scanTitle: 'Scan the QR code',
    scanBody:
      'Scan it with the authenticator app, or type the secret there. Then enter the code that it shows.',
    qr: 'QR code with the secret for the authenticator app',
    secret: 'Secret',
    code: 'Code',
    confirm: 'Confirm',
    codes: 'Recovery codes',
    codesTitle: 'Keep the recovery codes',
    codesBody:
      'Each lets you in once when you have no authenticator at hand. They are not shown again. Your other sign-ins have ended.',
    disable: 'Take away',
    disableTitle: 'Take the second factor away?',
    disableBody: 'Your password alone lets you in again, and your other sign-ins end.',
  },
} as const;
