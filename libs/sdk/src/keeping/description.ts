/** JSON text that describes a flow or step, or what was too large for that and became an observation, with JSON text that names it. */
export type Description = string | { json: string; observation: string };
