'use client';

import dynamic from 'next/dynamic';
import { useSyncExternalStore } from 'react';

import { noProofQuestion, proofQuestion } from '@/components/proof';

const ProofDialog = dynamic(() => import('./proof-dialog').then((module) => module.ProofDialog), { ssr: false });

/** Where acts anywhere on the page get their fresh proof from. */
export function ProofHost({ email, hasProviders }: { email: string; hasProviders: boolean }) {
  const question = useSyncExternalStore(proofQuestion.subscribe, proofQuestion.get, noProofQuestion);
  return question && <ProofDialog email={email} hasProviders={hasProviders} onAnswer={question.answer} />;
}
