export * from './company-repository';
export * from './company-standard';
export * from './team-images';
