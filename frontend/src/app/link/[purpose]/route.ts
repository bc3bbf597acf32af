import { notFound } from 'next/navigation';

import { keepLink } from '@/features/accounts/link-cookie';
import { isLinkPurpose, LINK_PAGES } from '@/features/accounts/link-purposes';

/**
 * Where the links of mails lead. It changes nothing, because mail programs open links to look at them: it takes the token
 * out of the address and leads on to the page with the button.
 */
export async function GET(request: Request, { params }: RouteContext<'/link/[purpose]'>): Promise<Response> {
  const { purpose } = await params;
  if (!isLinkPurpose(purpose)) notFound();
  await keepLink(purpose, new URL(request.url).searchParams.get('token')?.slice(0, 256) ?? '');
  return new Response(null, {
    status: 303,
    headers: { Location: LINK_PAGES[purpose], 'Referrer-Policy': 'no-referrer' },
  });
}
