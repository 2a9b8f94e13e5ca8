import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { AppError, toAppError } from '@/lib/errors';
import type { Environment } from '../../env';
import type { BackboneFeed } from '../../tensor/backbone';
import { openOnnxBackbone } from '../../tensor/onnx/onnx-backbone';
import type { NamedContent, RowReader } from '../content-extractor';
import type { LocatedModel } from './locate-model';
import { locateModel, ONNX_MODEL } from './locate-model';
import type { Pooling } from './pool-output';
import { chooseOutput, poolOutput } from './pool-output';

/** Vectors of whole texts first; then what can be pooled. */
const PREFERRED = ['sentence_embedding', 'text_embeds', 'last_hidden_state', 'token_embeddings'];
const TEXTS_A_RUN = 16;
/** A token has some four characters; what lies beyond this many times the tokens cannot be among them. */
const CHARACTERS_A_TOKEN = 32;

export interface TextBackboneConfiguration {
  readonly model: string;
  readonly tokens: number;
  readonly output: string;
  readonly pooling: Pooling;
}

/** Opens a model of texts with its tokenizer.json; its columns are found by running it on one word. */
export async function openTextBackbone(
  configuration: TextBackboneConfiguration,
  env: Environment,
): Promise<RowReader> {
  const model = await locateModel(configuration.model, ONNX_MODEL, env);
  const encode = await openTokenizer(model);
  const backbone = await openOnnxBackbone(model.path, model.name);
  try {
    const output = chooseOutput(backbone, model.name, configuration.output, PREFERRED);
    const names = new Set(backbone.inputs.map(({ name }) => name));
    if (!names.has('input_ids')) {
      throw new AppError(
        'bad-input',
        `${model.name} has no input “input_ids”, which tokens go into.`,
        'Name a model of texts as the hub exports them.',
      );
    }
    const run = async (texts: readonly string[]) => {
      const { ids, mask, shape } = encodeAll(encode, texts, configuration.tokens);
      const all: Record<string, BackboneFeed> = {
        input_ids: { values: ids, shape },
        attention_mask: { values: mask, shape },
        token_type_ids: { values: new BigInt64Array(ids.length), shape },
      };
      const feeds = Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
      return poolOutput(await backbone.run(feeds, output), configuration.pooling, mask);
    };
    const { columns } = await run(['a']);
    return {
      columns,
      batch: TEXTS_A_RUN,
      rows: async (contents: readonly NamedContent[]) =>
        (await run(contents.map(({ bytes }) => bytes.toString('utf8')))).values,
      close: () => backbone.close(),
    };
  } catch (error) {
    await backbone.close();
    throw error;
  }
}

/** A text as the numbers of its tokens. */
type Encode = (text: string) => number[];

/** Tokenizers name the token that stands for words which they do not know. */
const unknownSchema = z.object({ model: z.object({ unk_token: z.string() }) });

async function openTokenizer(model: LocatedModel): Promise<Encode> {
  const settings = await model.settings('tokenizer.json');
  if (!settings) {
    throw new AppError(
      'bad-input',
      `There is no tokenizer.json beside ${model.name}.`,
      'Save the tokenizer of the model into the same folder.',
    );
  }
  try {
    const tokenizer = new Tokenizer(settings, (await model.settings('tokenizer_config.json')) ?? {});
    const unknown = unknownSchema.safeParse(settings).data?.model.unk_token;
    const unknownId = unknown === undefined ? undefined : tokenizer.token_to_id(unknown);
    return (text) => {
      // A model of whole words leaves a hole where it does not know one.
      const ids: readonly (number | undefined)[] = tokenizer.encode(text).ids;
      return ids.flatMap((id) => id ?? unknownId ?? []);
    };
  } catch (error) {
    throw new AppError(
      'bad-input',
      `tokenizer.json of ${model.name} cannot be used: ${toAppError(error).message}`,
      'Save it again with a current version of the transformers library.',
      { cause: error },
    );
  }
}

/** Tokens of all texts, each cut to the most tokens and filled up to the longest; what is filled in is masked. */
function encodeAll(encode: Encode, texts: readonly string[], most: number) {
  const tokens = texts.map((text) => {
    const ids = encode(text.slice(0, most * CHARACTERS_A_TOKEN));
    if (ids.length <= most) return ids;
    // The last one ends the text for the model, if its tokenizer writes one.
    return [...ids.slice(0, most - 1), ids.at(-1) ?? 0];
  });
  const longest = Math.max(1, ...tokens.map(({ length }) => length));
  const ids = new BigInt64Array(texts.length * longest);
  const mask = new BigInt64Array(texts.length * longest);
  tokens.forEach((list, text) => {
    list.forEach((id, place) => {
      ids[text * longest + place] = BigInt(id);
      mask[text * longest + place] = 1n;
    });
  });
  return { ids, mask, shape: [texts.length, longest] };
}
