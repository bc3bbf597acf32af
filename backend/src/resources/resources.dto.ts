import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { LONG_TEXT_MAX_LENGTH } from '../database/columns';
import { PageQuery } from '../http/pagination';
import { Text } from '../http/text';
import { MayBeMissing } from '../http/validation';
import type { Visibility } from './resource.entity';

/** In characters. */
export const TITLE_MAX_LENGTH = 200;
/** In characters: as many as the column holds, whatever they are. */
export const BODY_MAX_LENGTH = LONG_TEXT_MAX_LENGTH;

const VISIBILITIES: readonly Visibility[] = ['private', 'internal'];

export type ResourceSort = 'title' | '-title' | 'createdAt' | '-createdAt' | 'updatedAt' | '-updatedAt';
const SORTS: readonly ResourceSort[] = ['title', '-title', 'createdAt', '-createdAt', 'updatedAt', '-updatedAt'];

export class ResourcesQuery extends PageQuery {
  /** Finds resources whose title contains it, whatever its case. */
  @IsOptional()
  @Text({ min: 0, max: TITLE_MAX_LENGTH })
  search?: string;

  /** `me`: only your own. */
  @IsOptional()
  @IsIn(['me'])
  owner?: 'me';

  /** `-` in front reverses. */
  @IsOptional()
  @IsIn(SORTS)
  sort: ResourceSort = '-createdAt';
}

export class CreateResourceDto {
  @Text({ max: TITLE_MAX_LENGTH })
  title: string;

  /** Empty when left out. */
  @MayBeMissing()
  @Text({ min: 0, max: BODY_MAX_LENGTH, lines: true })
  body?: string;

  /** `private` when left out. */
  @MayBeMissing()
  @IsIn(VISIBILITIES)
  visibility?: Visibility;
}

export class UpdateResourceDto {
  @MayBeMissing()
  @Text({ max: TITLE_MAX_LENGTH })
  title?: string;

  @MayBeMissing()
  @Text({ min: 0, max: BODY_MAX_LENGTH, lines: true })
  body?: string;

  @MayBeMissing()
  @IsIn(VISIBILITIES)
  visibility?: Visibility;
}

export class ResourceDto {
  id: string;
  title: string;
  body: string;
  visibility: Visibility;
  ownerId: string;
  ownerName: string;
  /** Rises with every change; what `If-Match` and `ETag` carry in quotes. */
  version: number;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}

export class ResourcePageDto {
  items: ResourceDto[];
  /** `cursor` of the next page; null on the last one. */
  nextCursor: string | null;
}
