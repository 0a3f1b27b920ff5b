import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { GranteeKind, Naming, physical, to } from './grantee-kind';
import { HOME } from '../access/accounts';

const assumedBy = new iam.AccountRootPrincipal();

const rule = (scope: Construct, id: string, name: string, naming: Naming) =>
  new events.Rule(scope, id, { ruleName: physical(name, naming), schedule: events.Schedule.expression('rate(1 day)') });

/** Services that are granted to for the sake of a resource of the app: what is granted reaches that resource alone. */
export const SERVICES = {
  'a service with the ARN of a rule': {
    type: 'AWS::Events::Rule',
    caller: 'events',
    side: 'repository',
    make: (scope, id, name, naming) => {
      const construct = rule(scope, id, name, naming);
      const conditions = { ArnEquals: { 'aws:SourceArn': construct.ruleArn } };
      return { construct, grant: to(new iam.ServicePrincipal('events.amazonaws.com').withConditions(conditions)) };
    },
  },
  'a function': {
    type: 'AWS::Lambda::Function',
    caller: 'lambda',
    side: 'repository',
    make: (scope, id, name, naming, account) => {
      const construct = new lambda.Function(scope, id, {
        functionName: physical(name, naming),
        role: new iam.Role(scope, `${id}Role`, { assumedBy }),
        code: lambda.Code.fromInline('exports.handler = () => undefined'),
        handler: 'index.handler',
        runtime: lambda.Runtime.NODEJS_22_X,
      });
      const elsewhere = account === HOME.account ? undefined : account;
      const functionArns = [construct.functionArn];
      return { construct, grant: (access) => void access.grantPullToLambda({ account: elsewhere, functionArns }) };
    },
  },
  'a project': {
    type: 'AWS::CodeBuild::Project',
    caller: 'codebuild',
    side: 'repository',
    make: (scope, id, name, naming) => {
      const construct = new codebuild.PipelineProject(scope, id, {
        projectName: physical(name, naming),
        role: new iam.Role(scope, `${id}Role`, { assumedBy }),
      });
      return { construct, grant: (access) => void access.grantPullToCodeBuild({ projectArns: [construct.projectArn] }) };
    },
  },
} satisfies Readonly<Record<string, GranteeKind>>;
