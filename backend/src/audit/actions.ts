/** Every act that is recorded, as `noun.verb`. A misspelt one does not compile. */
export const ACTIONS = {
  'session.start':    'Signed in',
  'session.end':      'Signed out',
  'session.end-all':  'Signed out everywhere',
  'session.revoke':   'Signed out one device',
  'session.reauthenticate': 'Gave the password again',
  'session.throttle': 'Tried too many passwords and was made to wait',
  'session.replay':   'A superseded refresh token came back',
  'password.change':  'Changed their password',
  'password.forget':  'Asked for a link to set a new password',
  'password.reset':   'Set a new password with a mailed link',
  'email.request-change': 'Asked for another e-mail address',
  'email.change':     'Changed the e-mail address',
  'email.undo':       'Took the change of the e-mail address back',
  'user.register':    'Signed up',
  'user.request-verification': 'Asked for another link to confirm the address',
  'user.verify':      'Confirmed the e-mail address',
  'user.create':      'Invited somebody',
  'user.export':      'Took home what is stored about them',
  'user.import':      'Imported somebody',
  'user.invite':      'Sent an invitation again',
  'user.accept-invitation': 'Accepted an invitation',
  'user.update':      'Changed an account',
  'user.disable':     'Disabled an account',
  'user.enable':      'Enabled an account',
  'user.set-role':    'Gave somebody another role',
  'user.delete':      'Let an account be deleted',
  'user.keep':        'Kept their account after all',
  'user.restore':     'Restored an account',
  'user.erase':       'An account was erased',
  'user.sign-out':    'Signed somebody out everywhere',
  'role.create':      'Made a role',
  'role.update':      'Changed a role',
  'role.delete':      'Deleted a role',
  'resource.create':  'Made a resource',
  'resource.update':  'Changed a resource',
  'resource.delete':  'Deleted a resource',
  'resource.restore': 'Restored a resource',
  'api-key.create':   'Made an API key',
  'api-key.revoke':   'Revoked an API key',
  'identity.link':    'Linked another way to sign in',
  'identity.unlink':  'Unlinked a way to sign in',
  'signing-key.rotate': 'Changed the key that signs access tokens',
  'mail.retry':       'Tried a mail again',
  'door.pass':        'Came to a door of the administration',
} as const satisfies Record<string, string>; // prettier-ignore

export type Action = keyof typeof ACTIONS;
export const ALL_ACTIONS = Object.keys(ACTIONS) as Action[];

/** `refused`: not allowed; `failure`: allowed to try, and it was wrong, such as a password. */
export const OUTCOMES = ['success', 'failure', 'refused'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const SUBJECTS = ['user', 'session', 'role', 'resource', 'mail', 'api-key', 'signing-key', 'door'] as const;
export type SubjectKind = (typeof SUBJECTS)[number];

/** Things that belong to whoever made them, by `<kind>.create`: what is recorded of them speaks of that person. */
export const OWNED_SUBJECTS: readonly SubjectKind[] = ['resource', 'api-key'];
