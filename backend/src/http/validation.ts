import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { ValidateIf } from 'class-validator';
import { FieldError, Problem, ProblemCode } from './problem';

/** Refuses unknown fields and wrong types; nothing is converted in silence. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: problemOf,
  });
}

function problemOf(errors: ValidationError[]): Problem {
  const code = errors.map(problemCodeOf).find((found) => found !== undefined);
  return code
    ? new Problem(code)
    : new Problem('validation_failed', { errors: errors.flatMap((error) => fieldErrorsOf(error)) });
}

/** A rule may name its own problem: a malformed id in a path is a 404 like a missing one. */
function problemCodeOf(error: ValidationError): ProblemCode | undefined {
  return Object.values(error.contexts ?? {}).map((context) => context.problem as ProblemCode | undefined)[0];
}

function fieldErrorsOf(error: ValidationError, parent = ''): FieldError[] {
  const field = parent ? `${parent}.${error.property}` : error.property;
  const own = firstFailedRule(error);
  return [
    ...(own ? [fieldError(field, ...own)] : []),
    ...(error.children ?? []).flatMap((child) => fieldErrorsOf(child, field)),
  ];
}

/** Decorators apply from the bottom up, so the topmost, which comes first to a reader, is the last one here. */
function firstFailedRule({ constraints }: ValidationError): [rule: string, message: string] | undefined {
  return Object.entries(constraints ?? {}).at(-1);
}

function fieldError(field: string, rule: string, message: string): FieldError {
  return rule === 'whitelistValidation' ? unknownField(field) : { field, code: snakeCase(rule), message };
}

export function unknownField(field: string): FieldError {
  return { field, code: 'unknown_field', message: 'This field is not known here.' };
}

function snakeCase(rule: string): string {
  return rule.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The field may be left out of a body. Unlike `@IsOptional()` it does not let `null` through to the database. */
export function MayBeMissing(): PropertyDecorator {
  return ValidateIf((_body, value: unknown) => value !== undefined);
}
