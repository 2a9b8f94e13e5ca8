import type { LabelTarget } from '@/lib/contracts/platform';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The choices that a labeling interface has now; null where the control is not in it any more. It comes with each request,
 * and one prediction that does not fit it makes Label Studio refuse those of all tasks.
 */
export function choicesInConfig(xml: string, { control }: Pick<LabelTarget, 'control'>): Set<string> | null {
  const controls = xml.matchAll(/<Choices\b([^>]*?)(?:\/>|>([\s\S]*?)<\/Choices>)/g);
  for (const [, attributes = '', inside = ''] of controls) {
    if (attribute(attributes, 'name') !== control) continue;
    const choices = [...inside.matchAll(/<Choice\b([^>]*)>/g)].map(
      ([, own = '']) => attribute(own, 'alias') ?? attribute(own, 'value'),
    );
    return new Set(choices.filter((choice) => choice !== null));
  }
  return null;
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
