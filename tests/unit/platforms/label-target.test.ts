import { describe, expect, it } from 'vitest';
import { labelTarget } from '@/server/platforms/label-studio/label-target';
import { kindOfToken } from '@/server/platforms/label-studio/token';

/** As Label Studio 1.23.2 answered for the same XML. */
const PARSED = {
  label: {
    type: 'Choices',
    to_name: ['text'],
    inputs: [{ type: 'Text', valueType: null, value: 'text' }],
    labels: ['h', 'spam'],
    labels_attrs: { h: { value: 'ham', alias: 'h' }, spam: { value: 'spam' } },
  },
};
const XML = (more: string) =>
  `<View><Text name="text" value="$text"/><Choices ${more}name="label" toName="text"><Choice value="ham" alias="h"/><Choice value="spam"/></Choices></View>`;

describe('what is labeled', () => {
  it('is read off the interface, an alias in the place of its choice', () => {
    expect(labelTarget('Mails', XML('choice="single" '), PARSED)).toEqual({
      modality: 'text',
      dataKey: 'text',
      control: 'label',
      object: 'text',
      choices: [
        { value: 'h', title: 'ham' },
        { value: 'spam', title: 'spam' },
      ],
    });
  });

  it('is refused without Choices, with several answers, or about what Winnow cannot read', () => {
    expect(() => labelTarget('P', '', {})).toThrow(/no Choices/);
    expect(() => labelTarget('P', XML("choice='multiple' "), PARSED)).toThrow(/several answers/);
    const audio = { label: { ...PARSED.label, inputs: [{ type: 'Audio', value: 'audio' }] } };
    expect(() => labelTarget('P', XML(''), audio)).toThrow(/nothing that Winnow can read/);
  });
});

describe('tokens', () => {
  const jwt = (payload: object) =>
    `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`;
  it.each([
    ['0123456789abcdef0123456789abcdef01234567', 'legacy'],
    [jwt({ token_type: 'refresh' }), 'personal'],
    [jwt({ token_type: 'access' }), 'legacy'],
    ['a.b.c', 'legacy'],
  ])('%s is %s', (token, kind) => {
    expect(kindOfToken(token)).toBe(kind);
  });
});
