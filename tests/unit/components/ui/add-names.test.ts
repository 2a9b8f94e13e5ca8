import { describe, expect, it } from 'vitest';
import { addNames } from '@/components/ui/add-names';

describe('addNames', () => {
  it('takes a pasted list apart', () => {
    expect(addNames(['shirt'], 'coat, bag;\n ankle boot\tdress')).toEqual([
      'shirt',
      'coat',
      'bag',
      'ankle boot',
      'dress',
    ]);
  });

  it('adds no name twice and none that is taken', () => {
    expect(addNames(['shirt'], 'shirt, coat, coat, bag, ,', ['bag'])).toEqual(['shirt', 'coat']);
  });
});
