/** A tool that builds and pushes images. */
export enum ContainerTool {
  /** Docker. Several platforms and a build cache require Docker Buildx. */
  DOCKER = 'docker',
  /** Finch. A build cache in Amazon ECR requires Finch 0.8 or later. */
  FINCH = 'finch',
  /** Podman. */
  PODMAN = 'podman',
}
