import { Column, Entity, PrimaryColumn } from 'typeorm';
import { counter, moment, nullable, primaryKey } from '../database/columns';
import { Personal } from '../database/personal';

/** A generation of the key of access tokens. The key itself is derived from APP_SECRET and stored nowhere. */
@Entity('signing_keys')
@Personal<SigningKeyEntity>({})
export class SigningKeyEntity {
  /** From 1 on. */
  @PrimaryColumn(primaryKey('signing_keys', counter()))
  generation!: number;

  @Column(moment())
  createdAt!: number;

  /** Published before, so that whoever verifies elsewhere knows it by then. */
  @Column(moment())
  signsFrom!: number;

  /** Since when nothing it signed is accepted any more, for a key that leaked. */
  @Column(nullable(moment()))
  droppedAt!: number | null;
}
