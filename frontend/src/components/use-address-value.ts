'use client';

import { useEffect, useRef, type RefObject } from 'react';

/**
 * The input of a filter follows the address, which Back and Forward change under it. What is being typed is newer than
 * the address and stays.
 */
export function useAddressValue(value: string): RefObject<HTMLInputElement | null> {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current && input.current !== document.activeElement) input.current.value = value;
  }, [value]);
  return input;
}
