/**
 * `waiting`: trouble that is not in what arrived, or somebody asked for another try; it is tried again by itself.
 * `accepted`: it is a document. `failed`: it was refused, and is kept where it came from.
 */
export const INTAKE_RESULTS = ['waiting', 'accepted', 'failed'] as const;

export type IntakeResult = (typeof INTAKE_RESULTS)[number];
