import type { Texts } from './letter';
import type { Occasion } from './mails';
import { dayIn, momentIn, wordsFor } from './occasion';

function factsOf(occasion: Occasion): [string, string][] {
  const { when, where, device } = wordsFor(occasion, 'en', 'unknown');
  return [['When', when], ['Device', device], ['Address', where]]; // prettier-ignore
}

const hello = (name: string) => `Hello ${name},`;
const NOT_YOU = 'If this was not you, ignore this mail: nothing happens without the link.';

/** The mails in English. */
export const EN: Texts = {
  footer: 'You get this mail because your address was used at Latchkey. Nobody reads answers to it.',
  orCopy: 'If the button does not work, copy this address into your browser:',

  // Without the name: whoever typed it may be a stranger who wants to say something by it.
  'verify-email': (_, { link }) => ({
    subject: 'Confirm your e-mail address',
    preview: 'One click, and your account is ready.',
    greeting: 'Hello,',
    paragraphs: ['Somebody, we hope you, signed up with this address. Confirm that it is yours, then you can sign in.'],
    button: { label: 'Confirm the address', href: link },
    notes: ['The link works once, within 24 hours.', NOT_YOU],
  }),
  'already-registered': ({ name }, { signIn, forgotPassword }) => ({
    subject: 'You have an account already',
    preview: 'Somebody wanted to use this address; it has an account.',
    greeting: hello(name),
    paragraphs: [
      'Somebody, perhaps you, wanted to use this address for an account. It has one already, so nothing was changed.',
      `If you forgot your password, ask for a link to set a new one: ${forgotPassword}`,
    ],
    button: { label: 'Sign in', href: signIn },
    notes: ['If this was not you, there is nothing to do. Whoever it was learned nothing about your account.'],
  }),
  'reset-password': ({ name }, { link }) => ({
    subject: 'Set a new password',
    preview: 'The link works for 30 minutes.',
    greeting: hello(name),
    paragraphs: [
      'Here is the link to set a new password. Afterwards you are signed out everywhere and sign in with it.',
    ],
    button: { label: 'Set a new password', href: link },
    notes: ['The link works once, within 30 minutes.', `${NOT_YOU} Your password stays as it is.`],
  }),
  invitation: ({ name, inviterName }, { link }) => ({
    subject: 'You are invited',
    preview: 'Choose a password, and your account is ready.',
    greeting: hello(name),
    paragraphs: [`${inviterName} has made an account for you. Choose a password to use it.`],
    button: { label: 'Accept the invitation', href: link },
    notes: ['The link works once, within 7 days. After that, ask whoever invited you to send it again.'],
  }),
  'confirm-email': ({ name }, { link }) => ({
    subject: 'Confirm your new e-mail address',
    preview: 'One click, and this is the address of your account.',
    greeting: hello(name),
    paragraphs: ['You asked to use this address for your account. It is used from the moment you confirm it.'],
    button: { label: 'Confirm the new address', href: link },
    notes: ['The link works once, within 24 hours.', NOT_YOU],
  }),
  'email-change-requested': ({ name, newEmail }, { security }) => ({
    subject: 'Your e-mail address is about to change',
    preview: 'Somebody asked for it with your password.',
    greeting: hello(name),
    paragraphs: [
      `Somebody who knows your password asked to use ${newEmail} for your account. It is not used before it is confirmed there.`,
    ],
    button: { label: 'Look at your account', href: security },
    notes: ['If this was not you, change your password now: that stops it, and signs everybody else out.'],
  }),
  'email-changed': ({ name, newEmail }, { link }) => ({
    subject: 'Your e-mail address was changed',
    preview: 'If this was not you, take it back within 7 days.',
    greeting: hello(name),
    paragraphs: [`Your account now has the address ${newEmail}. This one is not used for it any more.`],
    button: { label: 'This was not me: take it back', href: link },
    notes: [
      'If it was you, there is nothing to do.',
      'The link works once, within 7 days. It brings this address back, signs everybody out, and lets you set a new password.',
    ],
  }),
  'password-changed': (occasion, { forgotPassword }) => ({
    subject: 'Your password was changed',
    preview: 'If this was not you, set a new one now.',
    greeting: hello(occasion.name),
    paragraphs: ['The password of your account was changed, and every other device was signed out.'],
    facts: factsOf(occasion),
    button: { label: 'This was not me: set a new password', href: forgotPassword },
    notes: ['If it was you, there is nothing to do.', 'Your API keys, if you have any, go on working.'],
  }),
  'new-device': (occasion, { security }) => ({
    subject: 'A new device has signed in',
    preview: 'If this was you, there is nothing to do.',
    greeting: hello(occasion.name),
    paragraphs: ['Somebody signed in to your account on a device that we do not know.'],
    facts: factsOf(occasion),
    button: { label: 'Look at your account', href: security },
    notes: ['If this was you, there is nothing to do. If not, change your password: that signs everybody else out.'],
  }),
  'api-key-created': (occasion, { apiKeys }) => ({
    subject: 'An API key was made for your account',
    preview: 'If this was you, there is nothing to do.',
    greeting: hello(occasion.name),
    paragraphs: [`Somebody, we hope you, made the API key “${occasion.keyName}”. Programs act for you with it.`],
    facts: factsOf(occasion),
    button: { label: 'Look at your API keys', href: apiKeys },
    notes: ['If this was not you, revoke the key, then change your password.'],
  }),
  'identity-linked': (occasion, { security }) => ({
    subject: 'Another way to sign in was linked',
    preview: 'If this was you, there is nothing to do.',
    greeting: hello(occasion.name),
    paragraphs: [
      `Somebody, we hope you, linked ${occasion.provider} to your account. It opens the account from now on.`,
    ],
    facts: factsOf(occasion),
    button: { label: 'Look at your account', href: security },
    notes: ['If this was not you, unlink it there, then change your password.'],
  }),
  'session-replayed': (occasion, { security }) => ({
    subject: 'A copy of your session was used',
    preview: 'We have ended that session.',
    greeting: hello(occasion.name),
    paragraphs: [
      'Somebody used a copy of what keeps one of your devices signed in. We cannot tell who had the original, so we ended that session: whoever it was is signed out.',
    ],
    facts: factsOf(occasion),
    button: { label: 'Look at your account', href: security },
    notes: [
      'Sign in again. If you do not know the device or the address above, look for unwanted software on your devices, and change your password.',
    ],
  }),
  'deletion-scheduled': ({ name, eraseAt }, { link }) => ({
    subject: 'Your account will be deleted',
    preview: 'You can change your mind for 14 days.',
    greeting: hello(name),
    paragraphs: [
      `Your account and everything in it will be deleted on ${dayIn('en', eraseAt)}. Until then you can keep it.`,
    ],
    button: { label: 'Keep my account', href: link },
    notes: [
      `The link works until ${momentIn('en', eraseAt)}.`,
      'If it was not you who asked for this, keep the account and set a new password.',
    ],
  }),
  'account-erased': ({ name }) => ({
    subject: 'Your account was deleted',
    preview: 'Everything in it is gone.',
    greeting: hello(name),
    paragraphs: [
      'Your account and everything in it was deleted. This is the last mail about it, and this address is not kept.',
    ],
    notes: ['You are welcome to sign up again at any time.'],
  }),
};
