/** The `recognition.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import type { ImageReadings } from './image-readings.ts';

export function recognitionHandlers(readings: ImageReadings): DomainHandlers<'recognition'> {
  return {
    'recognition.status': () => readings.status(),
    'recognition.turn': ({ on }) => readings.turn(on),
    'recognition.ofImages': ({ hashes }) => readings.ofImages(hashes),
    'recognition.onPhoto': ({ hash }, { signal }) => readings.onPhoto(hash, signal),
  };
}
