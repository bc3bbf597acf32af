import { DefaultNamingStrategy, type NamingStrategyInterface } from 'typeorm';

/** `lastLoginAt` in code is `last_login_at` in the database. Tables and keys are named where they are declared. */
export class SnakeCaseNaming extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? propertyName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}
