import { awscdk } from 'projen';

/** EventBridge's own matcher, in Java, takes the decisions of the unit tests' small matcher again. */
export function configureEventRuler(project: awscdk.AwsCdkConstructLibrary): void {
  const decisions = 'build/event-ruler/decisions.json';
  const task = project.addTask('test:event-ruler', {
    description: 'Check the event patterns with the official Event Ruler (Java 17 and Maven)',
    env: { CDK_VALIDATION: 'false' },
  });
  task.exec(`ts-node --transpileOnly --project tsconfig.dev.json test/event-ruler/write-decisions.ts ${decisions}`);
  task.exec(
    `mvn --quiet --batch-mode -Dstyle.color=never --file test/event-ruler/pom.xml compile exec:java -Dexec.mainClass=Decisions "-Dexec.args=$PWD/${decisions}"`,
  );
}
