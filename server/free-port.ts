import { createServer } from 'node:net';
import { AppError } from '@/lib/errors';

/** The port, once it is sure that it can be listened at; a free one for 0. @throws AppError `unavailable` */
export function claimPort(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE' ? 'is used by another program' : `cannot be used (${error.code})`;
      reject(
        new AppError('unavailable', `Port ${port} of ${host} ${why}.`, 'Set WINNOW_PORT to another one.'),
      );
    });
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : port));
    });
  });
}
