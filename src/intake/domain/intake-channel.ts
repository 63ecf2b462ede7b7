/** By which documents arrive, other than by requests of the API. */
export const INTAKE_CHANNELS = ['hot_folder', 'email'] as const;

export type IntakeChannel = (typeof INTAKE_CHANNELS)[number];
