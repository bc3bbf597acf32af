import { LoneProblemPage } from '@/features/problems/problem-page';
import { requestContext } from '@/lib/request-context';

/** For what throws `forbidden()` below a page; pages themselves explain it in place. @see withProblemPages */
export default async function Forbidden() {
  const { requestId } = await requestContext();
  return <LoneProblemPage kind="forbidden" reference={requestId} />;
}
