import vm from 'node:vm';

/**
 * Runs the code from a page as the body of a function, as platforms do: `given` is what it finds under these names,
 * `self` is its `this`. With `isAsync`, `await` may stand in it.
 */
export function compiled<Answer>(
  code: string,
  given: Record<string, unknown>,
  { self = {}, isAsync = false }: { self?: object; isAsync?: boolean } = {},
): Answer {
  const body = isAsync ? `return (async () => {${code}\n})();` : code;
  const run = vm.compileFunction(body, Object.keys(given)) as (...values: unknown[]) => Answer;
  return run.apply(self, Object.values(given));
}
