'use client';

import { TextInput } from '@mantine/core';

import { Icon } from './icon';
import { useAddressValue } from './use-address-value';

interface SearchFieldProps {
  name: string;
  /** What the address says. */
  value: string;
  label: string;
  placeholder?: string;
  className?: string;
}

/** The search of a list. `/` brings focus here. */
export function SearchField({ name, value, label, placeholder, className }: SearchFieldProps) {
  const input = useAddressValue(value);
  return (
    <TextInput
      ref={input}
      type="search"
      name={name}
      label={label}
      placeholder={placeholder}
      defaultValue={value}
      className={className}
      leftSection={<Icon name="search" size={16} />}
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      data-shortcut="search"
    />
  );
}
