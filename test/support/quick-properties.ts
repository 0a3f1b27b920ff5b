import * as fc from 'fast-check';

// the mutation run asks only whether a property fails, hundreds of times: it needs neither the smallest counterexample nor every case
fc.configureGlobal({ endOnFailure: true, interruptAfterTimeLimit: 100 });
