// Sends the parent process what the run came to, the moment the last test is done.

/** @typedef {{ passed: number, failed: number, skipped: string[] }} Summary */

export default class SummaryReporter {
  /** @param {import('@jest/reporters').Config.GlobalConfig} globalConfig */
  constructor(globalConfig) {
    const pattern = globalConfig.testNamePattern;
    this.asked = pattern ? new RegExp(pattern, 'i') : /(?:)/; // `-t` marks what it leaves out as skipped
  }

  /**
   * @param {unknown} _contexts
   * @param {import('@jest/reporters').AggregatedResult} results
   */
  onRunComplete(_contexts, results) {
    /** @type {Summary} */
    const summary = { passed: 0, failed: 0, skipped: [] };
    for (const file of results.testResults) {
      if (file.testExecError) summary.failed += 1; // the file itself did not run, or left something open
      for (const { status, fullName } of file.testResults) {
        if (status === 'passed') summary.passed += 1;
        else if (status === 'failed') summary.failed += 1;
        else if (this.asked.test(fullName)) summary.skipped.push(fullName);
      }
    }
    if (results.wasInterrupted) summary.failed += 1;
    process.send?.(summary);
  }
}
