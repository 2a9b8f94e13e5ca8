// Who asks, where a proxy stands in front. What a visitor wrote into the forwarding headers is never believed.
import { BlockList, isIP } from 'node:net';

const FORWARDED = ['forwarded', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto', 'x-real-ip'];

/**
 * @param {string} networks addresses and CIDR ranges of the proxies, separated by commas
 * @returns {BlockList}
 */
export function proxyList(networks) {
  const list = new BlockList();
  for (const network of networks.split(',').filter(Boolean)) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** Leaves of the forwarding headers only the visitor's address, one, which nobody but a named proxy can have set. */
export function keepOwnAddress(request, proxies) {
  const { headers, socket } = request;
  const address = visitorAddress(socket.remoteAddress, headers['x-forwarded-for'], proxies);
  for (const name of FORWARDED) delete headers[name];
  if (address) headers['x-forwarded-for'] = address;
  else delete headers['x-forwarded-for'];
}

/** Each proxy adds, at the end, who asked it: from there back, the first that is no proxy of ours. */
function visitorAddress(peer, forwarded, proxies) {
  let address = plain(peer);
  const chain = (forwarded ?? '').split(',').map((part) => plain(part.trim()));
  while (address && isProxy(address, proxies)) {
    const before = chain.pop();
    if (!before || isIP(before) === 0) return address;
    address = before;
  }
  return address;
}

function isProxy(address, proxies) {
  return proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** `::ffff:10.0.0.1` is 10.0.0.1. */
function plain(address) {
  return address?.replace(/^::ffff:(?=\d+\.)/i, '');
}
