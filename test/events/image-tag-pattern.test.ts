import { Aws, Stack } from 'aws-cdk-lib';
import { imageTagPattern } from '../../src/events/image-tag-pattern';

test('a wildcard beside a token is a wildcard', () => {
  const tag = `${Aws.REGION}-*`;
  expect(imageTagPattern(new Stack(), tag)).toEqual({ wildcard: tag });
});

test('a token without a wildcard is matched as it is', () => {
  expect(imageTagPattern(new Stack(), Aws.REGION)).toBe(Aws.REGION);
});
