import { DatabaseUnavailable } from './errors';
import { FifoGate } from './fifo-gate';

describe('the gate', () => {
  it('lets one through at a time, in the order of asking', async () => {
    const gate = new FifoGate(1_000);
    const events: string[] = [];
    const pass = async (name: string): Promise<void> => {
      const leave = await gate.enter();
      events.push(`${name} in`);
      await new Promise((resolve) => setImmediate(resolve));
      events.push(`${name} out`);
      leave();
    };

    await Promise.all([pass('a'), pass('b'), pass('c')]);

    expect(events).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  it('sends away whoever waits for too long, and nobody else', async () => {
    const gate = new FifoGate(30);
    const leave = await gate.enter();

    await expect(gate.enter()).rejects.toThrow(DatabaseUnavailable);
    const patient = gate.enter();
    leave();

    (await patient)();
  });

  it('is not opened twice by one who leaves twice', async () => {
    const gate = new FifoGate(30);
    const leave = await gate.enter();
    leave();
    const leaveSecond = await gate.enter();
    leave();

    await expect(gate.enter()).rejects.toThrow(DatabaseUnavailable);
    leaveSecond();
  });
});
