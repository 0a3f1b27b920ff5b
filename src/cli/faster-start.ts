import { Terminal } from './terminal';

const ADVICE = `
The Python package unpacks aws-cdk-lib each time that it starts this command, unless
JSII_RUNTIME_PACKAGE_CACHE=enabled is in the environment: then it starts in a fraction of the time.
`;

/** What helps a person who waits for the command to start; nothing, when nothing would. */
export function fasterStart({ env }: Pick<Terminal, 'env'>): string {
  // the script of the wheel says so to the jsii runtime where the user has said nothing
  return env.JSII_RUNTIME_PACKAGE_CACHE === 'disabled' ? ADVICE : '';
}
