import { setTimeout as sleep } from 'node:timers/promises';
import type { TokenPairDto } from '../../src/auth/auth.dto';
import type { Random } from '../rotation/random';
import type { Answer, World } from './world';

const PAUSE_MS = 100;

/** A device that renews and uses its tokens over and over, on all instances, and comes again when the API is away. */
export class Device {
  /** How often it was told that the API is away. */
  refusals = 0;
  private isUsed = true;

  constructor(
    private readonly world: World,
    private tokens: TokenPairDto,
    private readonly random: Random,
  ) {}

  /** @throws Error when it is answered anything but what it asked for, or to come again */
  async run(): Promise<void> {
    while (this.isUsed) {
      await this.renew();
      if (this.random.chance(50)) this.isServed(await this.world.me(this.tokens, this.random.below(2)));
      await sleep(this.random.below(PAUSE_MS));
    }
  }

  stop(): void {
    this.isUsed = false;
  }

  /** @returns whether it has new tokens */
  async renew(index = this.random.below(2)): Promise<boolean> {
    const answer = await this.world.refresh(this.tokens, index);
    if (!this.isServed(answer)) return false;
    this.tokens = answer!.body as unknown as TokenPairDto;
    return true;
  }

  private isServed(answer: Answer): boolean {
    if (answer?.status === 200) return true;
    if (answer?.status !== 503 || answer.body.code !== 'unavailable') {
      throw new Error(`a device was answered ${JSON.stringify(answer)}`);
    }
    this.refusals += 1;
    return false;
  }
}
