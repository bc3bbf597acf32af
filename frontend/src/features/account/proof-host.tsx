'use client';

import dynamic from 'next/dynamic';
import { useSyncExternalStore } from 'react';

import { noProofQuestion, proofQuestion } from '@/components/proof';

const ProofDialog = dynamic(() => import('./proof-dialog').then((module) => module.ProofDialog), { ssr: false });

/** Where acts anywhere on the page get their fresh proof from. */
export function ProofHost({ email }: { email: string }) {
  const question = useSyncExternalStore(proofQuestion.subscribe, proofQuestion.get, noProofQuestion);
  return question && <ProofDialog email={email} onAnswer={question.answer} />;
}
