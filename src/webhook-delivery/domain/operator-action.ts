export const OPERATOR_ACTIONS = [
  'resend',
  'cancel',
  'test',
  'replay',
  'replay_running',
  'replay_paused',
  'replay_cancelled',
  'create_endpoint',
  'update_endpoint',
  'enable',
  'disable',
  'rotate_secret',
  'delete_endpoint',
  'offline_mode_on',
  'offline_mode_off',
] as const;

export type OperatorAction = (typeof OPERATOR_ACTIONS)[number];
