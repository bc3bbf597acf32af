'use client';

import { createStore } from './store';

/** The code of a refusal that a password, given again, turns into the act. */
const PROOF_REQUIRED = 'reauthentication_required';

export function isProofRequired(outcome: unknown): boolean {
  return typeof outcome === 'object' && outcome !== null && 'code' in outcome && outcome.code === PROOF_REQUIRED;
}

export interface ProofQuestion {
  answer: (isProven: boolean) => void;
}

/** The question that waits for an answer. */
export const proofQuestion = createStore<ProofQuestion | null>(null);

/** What is on the screen before any script has run. */
export const noProofQuestion = () => null;

/** Asks the person for their password. @returns whether they proved who they are; false when they would rather not */
export function askForProof(): Promise<boolean> {
  return new Promise((resolve) => {
    proofQuestion.get()?.answer(false);
    const answer = (isProven: boolean) => {
      proofQuestion.set(null);
      resolve(isProven);
    };
    proofQuestion.set({ answer });
  });
}
