import access from './access.json';
import account from './account.json';
import accounts from './accounts.json';
import apiKeys from './api-keys.json';
import app from './app.json';
import audit from './audit.json';
import auth from './auth.json';
import common from './common.json';
import errors from './errors.json';
import mailbox from './mailbox.json';
import mails from './mails.json';
import overview from './overview.json';
import resources from './resources.json';
import roles from './roles.json';
import sessions from './sessions.json';
import shell from './shell.json';
import users from './users.json';

/** One file an area, one namespace a file: `useTranslations('auth')`. */
export default {
  access,
  account,
  accounts,
  apiKeys,
  app,
  audit,
  auth,
  common,
  errors,
  mailbox,
  mails,
  overview,
  resources,
  roles,
  sessions,
  shell,
  users,
};
