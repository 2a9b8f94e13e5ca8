import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import ts from 'typescript';
import { WEBHOOK_EVENTS } from '@/lib/contracts/webhook';
import { appRouter } from '../root';
import type { DescribedTypes } from './described-types';
import { TypeSchemas } from './type-schema';
import { httpProcedures } from './procedures';

const ENTRY = fileURLToPath(new URL('./types.ts', import.meta.url));
const TARGET = fileURLToPath(new URL('./described-types.json', import.meta.url));
const CONFIGURATION = fileURLToPath(new URL('../../../tsconfig.json', import.meta.url));

/**
 * `npm run api:types`: what each procedure of the HTTP API answers, and what is said of its inputs, read off the types
 * and comments of the code. Kept in the repository, so that no server needs a compiler; a test says when it is old.
 */
export function describeTypes(): DescribedTypes {
  const { config } = ts.readConfigFile(CONFIGURATION, (path) => ts.sys.readFile(path)) as { config: object };
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const { options } = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, root);
  const program = ts.createProgram([ENTRY], { ...options, incremental: false });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(ENTRY);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${ENTRY} exports nothing.`);
  const exported = Object.fromEntries(
    checker
      .getExportsOfModule(module)
      .map((symbol) => [symbol.name, checker.getDeclaredTypeOfSymbol(symbol)]),
  );
  const at = (name: string, path: string) =>
    path.split('.').reduce<ts.Type | undefined>((type, part) => {
      const property = type && checker.getPropertyOfType(type, part);
      return property && checker.getTypeOfSymbol(property);
    }, exported[name]);
  const schemas = new TypeSchemas(checker);
  const described: DescribedTypes = { answers: {}, inputs: {}, events: {}, components: schemas.components };
  for (const event of WEBHOOK_EVENTS) {
    const property = exported.Events && checker.getPropertyOfType(exported.Events, event);
    if (!property) throw new Error(`${event} has no type.`);
    described.events[event] = schemas.of(checker.getTypeOfSymbol(property));
  }
  for (const { path } of httpProcedures(appRouter)) {
    const [output, input] = [at('Outputs', path), at('Inputs', path)];
    if (!output) throw new Error(`${path} has no type.`);
    described.answers[path] = output.flags & ts.TypeFlags.VoidLike ? null : schemas.of(output);
    described.inputs[path] = input ? schemas.descriptions(input) : {};
  }
  return described;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const before = await readFile(TARGET, 'utf8').catch(() => '');
  const text = await format(JSON.stringify(describeTypes()), { parser: 'json', printWidth: 110 });
  if (text !== before) await writeFile(TARGET, text);
}
