import { GoBinding } from './go';
import { JavaBinding } from './java';
import { PythonBinding } from './python';
import { TypeScriptBinding } from './typescript';
import { Binding } from '../binding';

/** Every language that is shown. A new one is one more entry; `.projenrc.ts` says how it is published. */
export const BINDINGS: Binding[] = [new TypeScriptBinding(), new PythonBinding(), new JavaBinding(), new GoBinding()];
