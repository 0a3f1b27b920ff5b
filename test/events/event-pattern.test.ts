import { Aws } from 'aws-cdk-lib';
import { imageTagPattern } from '../../src/events/event-pattern';

test('a wildcard beside a token is a wildcard', () => {
  const tag = `${Aws.REGION}-*`;
  expect(imageTagPattern('Shop/Api/Pushed', 'tags[0]', tag)).toEqual({ wildcard: tag });
});

test('a token without a wildcard is matched as it is', () => {
  expect(imageTagPattern('Shop/Api/Pushed', 'tags[0]', Aws.REGION)).toBe(Aws.REGION);
});
