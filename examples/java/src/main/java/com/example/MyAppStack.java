package com.example;

import io.github.cdksecurerepository.FindingSeverity;
import io.github.cdksecurerepository.GitHubPublisher;
import io.github.cdksecurerepository.GitHubSubject;
import io.github.cdksecurerepository.LifecyclePolicy;
import io.github.cdksecurerepository.ScanFindingsRule;
import io.github.cdksecurerepository.SecureRepository;
import java.util.List;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.targets.SnsTopic;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** The path of an image: a repository, the roles that push to it, and a topic that receives findings. */
public final class MyAppStack extends Stack {
    private final SecureRepository repository;

    public MyAppStack(final Construct scope, final String id) {
        super(scope, id);

        repository = SecureRepository.Builder.create(this, "Repository")
                .repositoryName("myapp")
                .mutableTags(List.of("latest"))
                .lifecyclePolicy(LifecyclePolicy.keepLatest(10))
                .build();

        final Role developers = Role.Builder.create(this, "Developers")
                .assumedBy(new AccountRootPrincipal())
                .build();
        repository.grantPullPush(developers);

        final GitHubPublisher publisher = GitHubPublisher.Builder.create(this, "Publisher")
                .repositories(List.of(repository))
                .subjects(List.of(
                        GitHubSubject.branch("my-org@123456/myapp@456789", "main"), GitHubSubject.tag("my-org@123456/myapp@456789", "v*")))
                .build();

        final Topic findings =
                Topic.Builder.create(this, "Findings").enforceSsl(true).build();
        ScanFindingsRule.Builder.create(this, "FindingsRule")
                .repository(repository)
                .minimumSeverity(FindingSeverity.HIGH)
                .targets(List.of(SnsTopic.Builder.create(findings)
                        .message(ScanFindingsRule.message())
                        .build()))
                .build();

        final List<String> pushCommands = repository.pushCommands(List.of("$(git rev-parse --short HEAD)", "v1.0.0", "latest"));
        output("PushCommands", String.join("\n", pushCommands));
        output("PublisherRoleArn", publisher.getRole().getRoleArn());
        output("RepositoryName", repository.getRepositoryName());
        output("Region", getRegion());
    }

    public SecureRepository getRepository() {
        return repository;
    }

    private void output(final String id, final String value) {
        CfnOutput.Builder.create(this, id).value(value).build();
    }
}
