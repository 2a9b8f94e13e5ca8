import type { PlatformAddress } from '../annotation-platform';
import type { ClientOptions } from '../http/http-client';
import { HttpClient } from '../http/http-client';

/** Argilla's HTTP API of version 1. It knows people by an API key, which stays valid until it is renewed by hand. */
export function argillaClient(address: PlatformAddress, options: Partial<ClientOptions>): HttpClient {
  const platform = {
    title: 'Argilla',
    tokenRemedy: 'Copy the API key anew from Argilla: My settings → API key.',
    credentials: {
      headers: () => ({ 'x-argilla-api-key': address.token }),
      refused: () => false,
    },
  };
  return new HttpClient(address, platform, options);
}
