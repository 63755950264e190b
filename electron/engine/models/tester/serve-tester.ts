/** The part of a tester that is the same in whatever process it is: takes one order, tells each step, and answers what was found. */
import { toAppError } from '../../../contract/errors.ts';
import type { Transport } from '../../../contract/rpc/transport.ts';
import { explainOnnx, openEncoder } from '../../encoders/index.ts';
import { isImageOrder } from '../../side-process/image-orders.ts';
import { selfTest } from '../self-test.ts';
import { type Order, orderSchema, type Report } from './messages.ts';

/** @param watchMemory resolves when the process will be ended if it takes more than it may */
export function serveTester(line: Transport, watchMemory: (limit: number) => Promise<void> = async () => {}): void {
  const report = (message: Report): void => line.send(message);
  const ended = new AbortController();
  line.onClose(() => ended.abort());
  const test = async ({ folder, manifest, threads, memory }: Order): Promise<void> => {
    try {
      await watchMemory(memory);
      const encoder = await openEncoder({ folder, manifest }, { threads });
      const onStep = (done: number, current: string): void => report({ kind: 'step', done, current });
      const result = await selfTest(encoder, ended.signal, onStep).finally(() => encoder.close());
      report({ kind: 'result', result });
    } catch (error) {
      report({ kind: 'failed', error: explainOnnx(toAppError(error)).toPayload() });
    }
  };
  line.onMessage((message) => {
    if (!isImageOrder(message)) void test(orderSchema.parse(message));
  });
}
