/** Settings under which unit tests run. Import it before what reads them. */
export const SECRETS = {
  NEXTAUTH_SECRET: 'Zk3tq0pWm5VxY8rB2nLh6sDf9gJc1uEaTiOy7wQK4zA',
  WEB_CLIENT_SECRET: 'hR8vN2cX6mK0qL4wT9yB3jF7dS1gPzAeUoI5xVtYrCg',
};

Object.assign(process.env, SECRETS, { WEB_URL: 'http://localhost:3000', API_URL: 'http://api.test' });
