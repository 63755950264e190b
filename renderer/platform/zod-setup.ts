/**
 * zod compiles schemas with `new Function` where it may. The Content-Security-Policy forbids that, and the attempt alone is
 * reported as a violation; so it is told not to try. Must be imported before anything that builds a schema.
 */
import { config } from 'zod';

config({ jitless: true });
