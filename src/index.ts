export * from './access/access-entry';
export * from './access/repository-access';
export * from './access/repository-access-options';
export * from './lifecycle/image-selection';
export * from './lifecycle/lifecycle-policy';
export * from './lifecycle/lifecycle-rule';
export * from './secure-repository';
