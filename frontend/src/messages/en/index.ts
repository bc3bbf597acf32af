import app from './app.json';
import auth from './auth.json';
import errors from './errors.json';

/** One file an area, one namespace a file: `useTranslations('auth')`. */
export default { app, auth, errors };
