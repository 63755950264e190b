/** The answering end of the conformance suite in a process of its own: run by `fork` only. */
import { createIpcTransport } from './child-process.ts';
import { createPeer } from './conformance-peer.ts';
import { serve } from './server.ts';

const { handlers, hub } = createPeer();
serve(createIpcTransport(process), handlers, hub);
