import { z } from 'zod';
import type { NodeSchema, ObjectInfo } from '../types.ts';
import { WorkflowError } from '../workflow-error.ts';

const INPUT = z.tuple([z.union([z.string(), z.array(z.unknown())])], z.unknown());
const SECTION = z.record(z.string(), INPUT).optional();

/** One class as `GET /object_info` describes it. */
const INFO = z.object({
  input: z.object({ required: SECTION, optional: SECTION }),
  output: z.array(z.unknown()),
  output_node: z.boolean().optional(),
  python_module: z.string().optional(),
});

/**
 * Reads the answer of `GET /object_info`. A class that cannot be read is left out, and so treated as unknown.
 * @throws WorkflowError when it is not such an answer.
 */
export function parseObjectInfo(value: unknown): ObjectInfo {
  const classes = z.record(z.string(), z.unknown()).safeParse(value);
  if (!classes.success)
    throw new WorkflowError('invalid_object_info', 'The list of nodes is not an object.', '');
  return new Map(
    Object.entries(classes.data).flatMap(([name, sent]) => {
      const info = INFO.safeParse(sent);
      if (!info.success) return [];
      const { input, output, output_node, python_module } = info.data;
      const inputs = Object.entries({ ...input.required, ...input.optional });
      const schema: NodeSchema = {
        inputs: new Map(inputs.map(([key, [type]]) => [key, typeName(type)])),
        outputs: output.map(typeName),
        isOutput: output_node === true,
        standard: python_module !== undefined && /^(nodes$|comfy_extras\.)/.test(python_module),
      };
      return [[name, schema] as const];
    }),
  );
}

function typeName(type: unknown): string {
  return typeof type === 'string' ? type : 'COMBO';
}
