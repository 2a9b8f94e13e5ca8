import ts from 'typescript';
import type { JsonSchema } from './json-schema';

/**
 * TypeScript types as JSON Schema, as JSON.stringify writes their values. Interfaces and aliases of our own become
 * components; the comments above properties their descriptions.
 */
export class TypeSchemas {
  readonly components: Record<string, JsonSchema> = {};
  private readonly open = new Set<ts.Type>();

  constructor(private readonly checker: ts.TypeChecker) {}

  of(type: ts.Type): JsonSchema {
    const name = nameOf(type);
    if (!name) return this.inline(type);
    if (!this.components[name]) {
      this.components[name] = {};
      this.components[name] = {
        ...this.describe(type.aliasSymbol ?? type.getSymbol()),
        ...this.inline(type),
      };
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  /** A description for each property of an object, as far as there are any. */
  descriptions(type: ts.Type): Record<string, string> {
    const described = this.checker.getPropertiesOfType(type).map((property) => {
      const { description } = this.describe(property);
      return description ? [[property.name, description] as const] : [];
    });
    return Object.fromEntries(described.flat());
  }

  private inline(type: ts.Type): JsonSchema {
    const { flags } = type;
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
    if (flags & ts.TypeFlags.Null) return { type: 'null' };
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (flags & ts.TypeFlags.BooleanLiteral) return { const: this.checker.typeToString(type) === 'true' };
    if (flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
    if (flags & ts.TypeFlags.StringLike) return { type: 'string' };
    if (flags & ts.TypeFlags.NumberLike) return { type: 'number' };
    if (type.isUnion()) return this.union(type);
    if (type.getSymbol()?.name === 'Date') return { type: 'string', format: 'date-time' };
    if (this.checker.isTupleType(type)) return this.tuple(type as ts.TypeReference);
    const item = this.checker.isArrayType(type) && this.checker.getTypeArguments(type as ts.TypeReference)[0];
    if (item) return { type: 'array', items: this.of(item) };
    return this.object(type);
  }

  private union(type: ts.UnionType): JsonSchema {
    const members = type.types.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined));
    const literals = members.filter((member) => member.isStringLiteral() || member.isNumberLiteral());
    const booleans = members.filter(({ flags }) => flags & ts.TypeFlags.BooleanLiteral);
    const rest = members.filter(
      (member) => !literals.includes(member as never) && !booleans.includes(member),
    );
    const schemas = [
      ...(literals.length > 1
        ? [{ enum: sorted(literals.map(({ value }) => value)) }]
        : literals.map((one) => this.of(one))),
      ...(booleans.length > 1 ? [{ type: 'boolean' }] : booleans.map((one) => this.of(one))),
      ...rest.map((member) => this.of(member)),
    ];
    const [only] = schemas;
    return schemas.length === 1 && only ? only : { anyOf: schemas };
  }

  private tuple(type: ts.TypeReference): JsonSchema {
    const items = this.checker.getTypeArguments(type).map((item) => this.of(item));
    return { type: 'array', prefixItems: items, minItems: items.length, maxItems: items.length };
  }

  private object(type: ts.Type): JsonSchema {
    if (this.open.has(type))
      throw new Error(`${this.checker.typeToString(type)} holds itself: give it a name.`);
    this.open.add(type);
    const values = this.checker.getIndexTypeOfType(type, ts.IndexKind.String);
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    for (const property of this.checker.getPropertiesOfType(type)) {
      const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
      properties[property.name] = {
        ...this.of(this.checker.getTypeOfSymbol(property)),
        ...this.describe(property),
      };
      if (!optional) required.push(property.name);
    }
    this.open.delete(type);
    return {
      type: 'object',
      ...(Object.keys(properties).length > 0 && { properties }),
      ...(required.length > 0 && { required }),
      ...(values && { additionalProperties: this.of(values) }),
    };
  }

  private describe(symbol: ts.Symbol | undefined): { description?: string } {
    const text = ts
      .displayPartsToString(symbol?.getDocumentationComment(this.checker))
      .replace(/\s+/g, ' ')
      .trim();
    return text ? { description: text } : {};
  }
}

/** Of a type that we named ourselves: not of a library, and not a generic one. */
function nameOf(type: ts.Type): string | null {
  if (type.aliasSymbol && !type.aliasTypeArguments && isOurs(type.aliasSymbol)) return type.aliasSymbol.name;
  const symbol = type.getSymbol();
  const isInterface = symbol && (symbol.flags & ts.SymbolFlags.Interface) !== 0;
  return isInterface && isOurs(symbol) && !(type as ts.TypeReference).typeArguments?.length
    ? symbol.name
    : null;
}

function isOurs(symbol: ts.Symbol): boolean {
  return (
    symbol.declarations?.some((one) => !one.getSourceFile().fileName.includes('/node_modules/')) ?? false
  );
}

/** The compiler's own order hangs on which file it happened to read first. */
function sorted(values: readonly (string | number)[]): readonly (string | number)[] {
  return values.toSorted((a, b) => (a < b ? -1 : 1));
}
