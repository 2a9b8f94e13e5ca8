import type { LabelTarget } from '@/lib/contracts/platform';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The choices that a labeling interface has now; null where the control is not in it any more. It comes with each request,
 * and one prediction that does not fit it makes Label Studio refuse those of all tasks.
 */
export function choicesInConfig(xml: string, { control }: Pick<LabelTarget, 'control'>): Set<string> | null {
  for (const { attributes, inside } of controlsOf(xml)) {
    if (attribute(attributes, 'name') !== control) continue;
    const choices = [...inside.matchAll(/<Choice\b([^>]*)>/g)].map(
      ([, own = '']) => attribute(own, 'alias') ?? attribute(own, 'value'),
    );
    return new Set(choices.filter((choice) => choice !== null));
  }
  return null;
}

/** Each passage is looked at once, whatever is opened and never closed. */
function* controlsOf(xml: string): Generator<{ attributes: string; inside: string }> {
  const opening = /<Choices\b([^<>]*)>/g;
  for (let found = opening.exec(xml); found; found = opening.exec(xml)) {
    const [, attributes = ''] = found;
    if (attributes.endsWith('/')) {
      yield { attributes, inside: '' };
      continue;
    }
    const end = xml.indexOf('</Choices>', opening.lastIndex);
    if (end < 0) return;
    yield { attributes, inside: xml.slice(opening.lastIndex, end) };
    opening.lastIndex = end;
  }
}

function attribute(tag: string, name: string): string | null {
  const pattern = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
  const [, quoted, apostrophed] = pattern.exec(tag) ?? [];
  const value = quoted ?? apostrophed;
  return value === undefined ? null : value.replace(/&(#x?[\da-f]+|\w+);/gi, decodeEntity);
}

function decodeEntity(whole: string, name: string): string {
  if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
