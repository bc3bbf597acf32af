import { Problem } from '../http/problem';
import { WorkQueue } from './work-queue';

/** Work that goes on until it is told to end. */
function controlledWork() {
  const begun: string[] = [];
  const endings = new Map<string, { resolve: (value: string) => void; reject: (error: Error) => void }>();
  const work = (name: string) => () =>
    new Promise<string>((resolve, reject) => {
      begun.push(name);
      endings.set(name, { resolve, reject });
    });
  return {
    begun,
    work,
    end: (name: string) => endings.get(name)!.resolve(name),
    fail: (name: string) => endings.get(name)!.reject(new Error(name)),
  };
}

/** Until everything that can go on has gone on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('the work queue', () => {
  it('runs as many at a time as it is wide, and the rest in the order they came', async () => {
    const { begun, work, end } = controlledWork();
    const queue = new WorkQueue(2, 10);
    const results = ['a', 'b', 'c', 'd', 'e'].map((name) => queue.run(work(name)));
    await settle();
    expect(begun).toEqual(['a', 'b']);

    end('b');
    await settle();
    expect(begun).toEqual(['a', 'b', 'c']);
    end('a');
    end('c');
    await settle();
    expect(begun).toEqual(['a', 'b', 'c', 'd', 'e']);
    end('d');
    end('e');
    await expect(Promise.all(results)).resolves.toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('lets nobody in who comes while a place is handed on', async () => {
    const { begun, work, end } = controlledWork();
    const queue = new WorkQueue(1, 10);
    const first = queue.run(work('first')).then(() => void queue.run(work('pushing in')));
    void queue.run(work('waiting'));
    await settle();
    end('first');
    await first;
    await settle();
    expect(begun).toEqual(['first', 'waiting']);
    end('waiting');
    await settle();
    expect(begun).toEqual(['first', 'waiting', 'pushing in']);
  });

  it('refuses what would wait behind too many, at once, and says when to come again', async () => {
    const { begun, work, end } = controlledWork();
    const queue = new WorkQueue(1, 2);
    void queue.run(work('running'));
    void queue.run(work('second'));
    void queue.run(work('third'));

    const refusal: unknown = await queue.run(work('too many')).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(Problem);
    expect(refusal).toMatchObject({ code: 'unavailable', status: 503, extra: { retryAfterSeconds: 2 } });
    end('running');
    await settle();
    void queue.run(work('fourth'));
    end('second');
    await settle();
    end('third');
    await settle();
    expect(begun).toEqual(['running', 'second', 'third', 'fourth']);
  });

  it('gives the place back when work fails, also when it throws before it begins', async () => {
    const { begun, work, fail, end } = controlledWork();
    const queue = new WorkQueue(1, 10);
    const failing = queue.run(work('failing'));
    const throwing = queue.run(() => {
      throw new Error('at once');
    });
    const last = queue.run(work('last'));
    await settle();
    fail('failing');
    await expect(failing).rejects.toThrow('failing');
    await expect(throwing).rejects.toThrow('at once');
    await settle();
    expect(begun).toEqual(['failing', 'last']);
    end('last');
    await expect(last).resolves.toBe('last');
  });

  it('is as wide as before after many came and went', async () => {
    const queue = new WorkQueue(3, 100);
    let running = 0;
    let most = 0;
    const work = async (i: number) => {
      most = Math.max(most, ++running);
      await settle();
      running--;
      if (i % 3 === 0) throw new Error('now and then');
    };
    for (let round = 0; round < 5; round++) {
      await Promise.allSettled(Array.from({ length: 50 }, (_, i) => queue.run(() => work(i))));
    }
    expect([running, most]).toEqual([0, 3]);
  });
});
