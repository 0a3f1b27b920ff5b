import { myApp } from '../fixtures/my-app';
import { templateOf } from '../fixtures/synthesized';

test("the quick start's template is the one that has been looked at", () => {
  expect(templateOf(myApp().stack)).toMatchSnapshot();
});
