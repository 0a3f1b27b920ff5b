package com.example;

import io.github.cdksecurerepository.BitbucketPublisher;
import io.github.cdksecurerepository.BitbucketSubject;
import io.github.cdksecurerepository.BuildkiteClaims;
import io.github.cdksecurerepository.BuildkitePublisher;
import io.github.cdksecurerepository.BuildkiteSubject;
import io.github.cdksecurerepository.CircleCiClaims;
import io.github.cdksecurerepository.CircleCiPublisher;
import io.github.cdksecurerepository.CircleCiSubject;
import io.github.cdksecurerepository.ContainerTool;
import io.github.cdksecurerepository.GitHubClaims;
import io.github.cdksecurerepository.GitHubPublisher;
import io.github.cdksecurerepository.GitHubSubject;
import io.github.cdksecurerepository.GitLabClaims;
import io.github.cdksecurerepository.GitLabPublisher;
import io.github.cdksecurerepository.GitLabSubject;
import io.github.cdksecurerepository.LifecyclePolicy;
import io.github.cdksecurerepository.OidcPublisher;
import io.github.cdksecurerepository.OidcSubject;
import io.github.cdksecurerepository.PushCommandsOptions;
import io.github.cdksecurerepository.ReusableWorkflowOptions;
import io.github.cdksecurerepository.SecureRepository;
import java.util.List;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecr.RepositoryEncryption;
import software.constructs.Construct;

/** A repository, and the roles with which the pipelines of several CI systems push to it. */
public final class PublishersStack extends Stack {
    /** The path of a workflow that several repositories call. */
    private static final String WORKFLOW = ".github/workflows/publish.yml";

    public PublishersStack(final Construct scope, final String id) {
        super(scope, id);

        final SecureRepository repository = SecureRepository.Builder.create(this, "Repository")
                .repositoryName("myapp")
                .encryption(RepositoryEncryption.KMS)
                .lifecyclePolicy(LifecyclePolicy.keepLatest(10))
                .build();

        final GitHubPublisher gitHub = GitHubPublisher.Builder.create(this, "GitHub")
                .repositories(List.of(repository))
                .subjects(List.of(GitHubSubject.environment("my-org@123456/myapp@456789", "production")))
                .claims(GitHubClaims.builder()
                        .jobWorkflowRef("my-org/workflows/" + WORKFLOW + "@refs/tags/v1")
                        .ref("refs/heads/main")
                        .build())
                .build();
        // the subjects of an organization that has customized them; IAM accepts one provider per issuer
        final GitHubPublisher gitHubCustomized = GitHubPublisher.Builder.create(this, "GitHubCustomized")
                .repositories(List.of(repository))
                .oidcProvider(gitHub.getOidcProvider())
                .subjects(List.of(
                        GitHubSubject.custom("repo:my-org@123456/myapp@456789:environment:production"
                                + ":job_workflow_ref:my-org/workflows/" + WORKFLOW + "@refs/tags/v1"),
                        GitHubSubject.reusableWorkflow(
                                "my-org/workflows",
                                WORKFLOW,
                                "refs/heads/main",
                                ReusableWorkflowOptions.builder()
                                        .calledFrom("my-org@123456/myapp@456789")
                                        .build())))
                .build();
        final GitLabPublisher gitLab = GitLabPublisher.Builder.create(this, "GitLab")
                .repositories(List.of(repository))
                .subjects(List.of(
                        GitLabSubject.branch("my-group/myapp", "main"), GitLabSubject.tag("my-group/myapp", "v*")))
                .claims(GitLabClaims.builder().projectId("456789").refProtected(true).build())
                .build();
        final BitbucketPublisher bitbucket = BitbucketPublisher.Builder.create(this, "Bitbucket")
                .repositories(List.of(repository))
                .workspace("my-workspace")
                .workspaceUuid("9f8e7d6c-5b4a-4392-8170-6f5e4d3c2b1a")
                .subjects(List.of(BitbucketSubject.environment(
                        "1a2b3c4d-5e6f-4708-9a0b-1c2d3e4f5a6b", "2b3c4d5e-6f70-4819-8b1c-2d3e4f5a6b7c")))
                .build();
        final CircleCiPublisher circleCi = CircleCiPublisher.Builder.create(this, "CircleCi")
                .repositories(List.of(repository))
                .organizationId("4d5e6f70-8192-4a31-9d2e-3f4a5b6c7d8e")
                .subjects(List.of(CircleCiSubject.branch(
                        "3c4d5e6f-7081-4920-8c1d-2e3f4a5b6c7d", "github.com/my-org/myapp", "main")))
                .claims(CircleCiClaims.builder()
                        .projectId("3c4d5e6f-7081-4920-8c1d-2e3f4a5b6c7d")
                        .build())
                .build();
        final BuildkitePublisher buildkite = BuildkitePublisher.Builder.create(this, "Buildkite")
                .repositories(List.of(repository))
                .subjects(List.of(
                        BuildkiteSubject.branch("my-org", "myapp", "main"),
                        BuildkiteSubject.tag("my-org", "myapp", "v*")))
                .claims(BuildkiteClaims.builder()
                        .pipelineId("0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1e")
                        .build())
                .build();
        final OidcPublisher jenkins = OidcPublisher.Builder.create(this, "Jenkins")
                .repositories(List.of(repository))
                .issuerUrl("https://jenkins.example.com/oidc")
                .subjects(List.of(OidcSubject.exact("https://jenkins.example.com/job/myapp/")))
                .build();

        output("GitHubRoleArn", gitHub.getRole().getRoleArn());
        output("GitHubCustomizedRoleArn", gitHubCustomized.getRole().getRoleArn());
        output("GitLabRoleArn", gitLab.getRole().getRoleArn());
        output("BitbucketRoleArn", bitbucket.getRole().getRoleArn());
        output("CircleCiRoleArn", circleCi.getRole().getRoleArn());
        output("BuildkiteRoleArn", buildkite.getRole().getRoleArn());
        output("JenkinsRoleArn", jenkins.getRole().getRoleArn());

        final List<String> commands = repository.pushCommands(
                List.of("$(git rev-parse --short HEAD)"),
                PushCommandsOptions.builder()
                        .tool(ContainerTool.DOCKER)
                        .platforms(List.of("linux/amd64", "linux/arm64"))
                        .dualStack(true)
                        .build());
        output("PushCommands", Fn.join("\n", commands));
        output("DualStackRegistry", repository.getDualStackRegistryUri());
    }

    private void output(final String id, final String value) {
        CfnOutput.Builder.create(this, id).value(value).build();
    }
}
