package com.example;

import io.github.cdksecurerepository.GitHubPublisher;
import io.github.cdksecurerepository.GitHubSubject;
import io.github.cdksecurerepository.KeepLatestOptions;
import io.github.cdksecurerepository.LifecyclePolicy;
import io.github.cdksecurerepository.SecureRepository;
import java.util.List;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.constructs.Construct;

/** The images of one service, and the role of the workflow that pushes them. */
public final class ImagesStack extends Stack {
    /** The name of the repository: change it to the name of your service. */
    private static final String REPOSITORY_NAME = "my-service";
    /** The repository on GitHub whose branch `main` may push, with the IDs that its settings display under Actions, OIDC: change it to yours. */
    private static final String GITHUB_REPOSITORY = "my-org@123456/my-service@456789";

    public ImagesStack(final Construct scope, final String id) {
        super(scope, id);

        final SecureRepository repository = SecureRepository.Builder.create(this, "Repository")
                .repositoryName(REPOSITORY_NAME)
                // keeps the 20 newest tagged images, and every release
                .lifecyclePolicy(LifecyclePolicy.keepLatest(20, KeepLatestOptions.builder()
                        .protectedTags(List.of("v*"))
                        .build()))
                .build();

        final GitHubPublisher publisher = GitHubPublisher.Builder.create(this, "Publisher")
                .repositories(List.of(repository))
                .subjects(List.of(GitHubSubject.branch(GITHUB_REPOSITORY, "main")))
                .build();

        output("PublisherRoleArn", publisher.getRole().getRoleArn());
        output("PushCommands", Fn.join("\n", repository.pushCommands()));
    }

    private void output(final String id, final String value) {
        CfnOutput.Builder.create(this, id).value(value).build();
    }
}
