/** Whether this process answers. It says nothing about the API: a restart of the web app would not bring that back. */
export function GET(): Response {
  return Response.json({ status: 'ok' }, { headers: { 'Cache-Control': 'no-store' } });
}
