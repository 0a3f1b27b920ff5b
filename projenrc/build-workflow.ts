import { github, javascript } from 'projen';

/** What builds and tests every change on GitHub. It reads the repository and never writes to it, so a step gone wrong can change nothing. */
export const BUILD_WORKFLOW: javascript.BuildWorkflowOptions = {
  // the build fails when it changes a file, instead of committing the change
  mutableBuild: false,
  permissions: { contents: github.workflows.JobPermission.READ },
  workflowTriggers: { push: { branches: ['main'] }, pullRequest: {}, workflowDispatch: {} },
};
