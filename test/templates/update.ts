import { writeFileSync } from 'node:fs';
import { FEATURES, templatesOf } from './features';
import { asStored, storedTemplates } from './stored-templates';

// deliberately, by `npx projen templates:update`: whatever changes here changes what users have deployed
for (const [name, feature] of Object.entries(FEATURES)) writeFileSync(storedTemplates(name), asStored(templatesOf(feature)));
