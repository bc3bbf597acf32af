/**
 * Whether an unsafe request comes from a page of ours. Browsers name the origin on every POST and no script can change
 * it; where it is missing or hidden (`null`), `Sec-Fetch-Site` decides, and where that is missing too, the answer is no.
 * Our origin is a setting: a Host header is whatever the client wrote.
 */
export function isFromOwnOrigin(headers: Pick<Headers, 'get'>, webUrl: string): boolean {
  const origin = headers.get('origin');
  if (origin !== null && origin !== 'null') return origin === webUrl;
  return headers.get('sec-fetch-site') === 'same-origin';
}
