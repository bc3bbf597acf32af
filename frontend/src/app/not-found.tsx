import { LoneProblemPage } from '@/features/problems/problem-page';
import { requestContext } from '@/lib/request-context';

/** For addresses that lead nowhere. */
export default async function NotFound() {
  const { requestId } = await requestContext();
  return <LoneProblemPage kind="notFound" reference={requestId} />;
}
