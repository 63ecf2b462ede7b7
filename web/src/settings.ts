const { exportRequiresApproval = 'false' } = document.documentElement.dataset;

/** What the service tells its pages of how it is set up; `AppShell` writes it. */
export const SETTINGS = { exportRequiresApproval: exportRequiresApproval === 'true' };
