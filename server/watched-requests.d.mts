import type { IncomingMessage, ServerResponse } from 'node:http';

export function requestWatcher(
  folder: string,
): (request: IncomingMessage, response: ServerResponse, answer: () => void) => void;
