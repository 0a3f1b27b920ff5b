import { Stack, Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { acknowledgeRule } from '../../src/private/acknowledge-rule';

test('writes what aws-cdk-lib writes, also for an ID that its earlier versions refuse', () => {
  const stack = new Stack();
  const [theirs, ours] = ['Theirs', 'Ours'].map((id) => new Construct(stack, id));
  Validations.of(theirs).acknowledge({ id: 'Rule[Resource::*]', reason: 'because' });
  acknowledgeRule(ours, 'Rule[Resource::*]', 'because');
  const written = ({ node }: Construct) => node.metadata.map(({ type, data }) => ({ type, data: data as unknown }));
  // newer versions of aws-cdk-lib write a prefix, which cdk-nag ignores
  expect(written(ours)).toEqual(JSON.parse(JSON.stringify(written(theirs)).replace(/annotation::/i, '')));

  const id = 'Rule[Resource::arn:<AWS::Partition>:ecr]';
  acknowledgeRule(ours, id, 'because');
  expect(written(ours)[1].data).toEqual({ [id]: 'because' });
});
