export * from './client.ts';
export * from './event-hub.ts';
export * from './memory.ts';
export * from './protocol.ts';
export * from './server.ts';
export * from './transport.ts';
