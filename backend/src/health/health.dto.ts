export class HealthDto {
  status: 'up' | 'down';
  /** Each dependency by name; never why. */
  checks: Record<string, 'up' | 'down'>;
}
