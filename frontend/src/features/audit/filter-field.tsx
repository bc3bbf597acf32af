'use client';

import { TextInput } from '@mantine/core';

import { useAddressValue } from '@/components/use-address-value';

interface FilterFieldProps {
  name: string;
  /** What the address says. */
  value: string;
  label: string;
  type?: 'text' | 'date';
  maxLength?: number;
  className?: string;
  /** `/` brings focus to the first field of a filter that one types into. */
  'data-shortcut'?: 'search';
}

/** A field of the filter that one types into. */
export function FilterField({ name, value, label, type = 'text', ...others }: FilterFieldProps) {
  const input = useAddressValue(value);
  return (
    <TextInput
      ref={input}
      type={type}
      name={name}
      label={label}
      defaultValue={value}
      autoComplete="off"
      spellCheck={false}
      {...others}
    />
  );
}
