export * from './lifecycle/image-selection';
export * from './lifecycle/lifecycle-policy';
export * from './lifecycle/lifecycle-rule';
