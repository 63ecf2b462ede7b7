export const OPERATOR_ACTIONS = [
  'resend',
  'cancel',
  'replay',
  'replay_running',
  'replay_paused',
  'replay_cancelled',
  'enable',
  'disable',
  'rotate_secret',
  'delete_endpoint',
  'offline_mode_on',
  'offline_mode_off',
] as const;

export type OperatorAction = (typeof OPERATOR_ACTIONS)[number];
