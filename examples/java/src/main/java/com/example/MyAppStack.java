package com.example;

import io.github.cdksecurerepository.FindingSeverity;
import io.github.cdksecurerepository.GitHubPublisher;
import io.github.cdksecurerepository.GitHubSubject;
import io.github.cdksecurerepository.LifecyclePolicy;
import io.github.cdksecurerepository.ScanFindingsRule;
import io.github.cdksecurerepository.SecureRepository;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.LogDrivers;
import software.amazon.awscdk.services.events.targets.SnsTopic;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** The path of an image: a repository, the roles that push to it, a topic that receives findings, and a service that pulls. */
public final class MyAppStack extends Stack {
    public MyAppStack(final Construct scope, final String id) {
        super(scope, id);

        final SecureRepository repository = SecureRepository.Builder.create(this, "Repository")
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

        final Vpc vpc = Vpc.Builder.create(this, "Vpc")
                .maxAzs(2)
                .natGateways(0)
                .flowLogs(Map.of("All", FlowLogOptions.builder().build()))
                .build();
        final Cluster cluster = Cluster.Builder.create(this, "Cluster")
                .vpc(vpc)
                .containerInsightsV2(ContainerInsights.ENABLED)
                .build();
        final FargateTaskDefinition task = new FargateTaskDefinition(this, "Task");
        task.addContainer("app", ContainerDefinitionOptions.builder()
                .image(ContainerImage.fromEcrRepository(repository, "latest"))
                .logging(LogDrivers.awsLogs(AwsLogDriverProps.builder()
                        .streamPrefix("myapp")
                        .build()))
                .build());

        // nothing runs before the first image is there
        FargateService.Builder.create(this, "Service")
                .cluster(cluster)
                .taskDefinition(task)
                .desiredCount(0)
                .assignPublicIp(true)
                .build();

        final List<String> pushCommands = repository.pushCommands(List.of("$(git rev-parse --short HEAD)", "v1.0.0", "latest"));
        output("PushCommands", String.join("\n", pushCommands));
        output("PublisherRoleArn", publisher.getRole().getRoleArn());
        output("RepositoryName", repository.getRepositoryName());
        output("Region", getRegion());
    }

    private void output(final String id, final String value) {
        CfnOutput.Builder.create(this, id).value(value).build();
    }
}
