import { OnnxModel } from '@/server/tensor/onnx/onnx-model';

/** A model of images: the mean of each colour over the picture. */
export function colourModel(): Uint8Array {
  const model = new OnnxModel();
  const pixels = model.input('pixel_values', 'float32', ['images', 3, 4, 4]);
  const means = model.node('GlobalAveragePool', [pixels]);
  model.output('image_embeds', ['images', 3], 'Flatten', [means], { axis: 1 });
  return model.toBytes();
}

/** A model of texts: each token's row of a table, as transformers give theirs. */
export function tableModel(table: readonly (readonly number[])[]): Uint8Array {
  const columns = table[0]?.length ?? 0;
  const model = new OnnxModel();
  const ids = model.input('input_ids', 'int64', ['texts', 'tokens']);
  model.input('attention_mask', 'int64', ['texts', 'tokens']);
  const rows = model.tensor(Float32Array.from(table.flat()), [table.length, columns]);
  model.output('last_hidden_state', ['texts', 'tokens', columns], 'Gather', [rows, ids], { axis: 0 });
  return model.toBytes();
}

/** A tokenizer.json of whole words, between [CLS] and [SEP]. */
export function wordTokenizer(words: readonly string[]): string {
  const special = ['[PAD]', '[CLS]', '[SEP]', '[UNK]'];
  const vocabulary = [...special, ...words];
  const type = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  const token = (id: string) => ({ id, ids: [vocabulary.indexOf(id)], tokens: [id] });
  return JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [type('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, type('[SEP]')],
      pair: [],
      special_tokens: { '[CLS]': token('[CLS]'), '[SEP]': token('[SEP]') },
    },
    decoder: null,
    model: {
      type: 'WordLevel',
      vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])),
      unk_token: '[UNK]',
    },
  });
}
