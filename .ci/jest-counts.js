const { mkdirSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');

/** A reporter of jest: writes how many tests passed, failed and were skipped to the file of COUNTS_FILE, where .ci/run reads it. */
module.exports = class {
  onRunComplete(_contexts, results) {
    const file = process.env.COUNTS_FILE;
    if (!file) return;
    const counts = {
      passed: results.numPassedTests,
      // a file that cannot be loaded has no test that could fail
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(counts));
  }
};
