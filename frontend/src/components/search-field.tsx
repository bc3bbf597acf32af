'use client';

import { TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';

import { Icon } from './icon';

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
  const input = useRef<HTMLInputElement>(null);

  // Back and Forward change the address under the field; what is being typed is newer than the address and stays.
  useEffect(() => {
    if (input.current && input.current !== document.activeElement) input.current.value = value;
  }, [value]);

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
