/** Whether what is parked in `row` is there because its endpoint is off: when that is enabled, it is queued again. */
export const isKeptForEndpoint = (row: string): string => `${row}.reason IN ('endpoint_disabled', 'gone')`;
