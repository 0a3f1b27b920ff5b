package com.example;

import io.github.cdksecurerepository.EnhancedScanningOptions;
import io.github.cdksecurerepository.LifecyclePolicy;
import io.github.cdksecurerepository.PullThroughCache;
import io.github.cdksecurerepository.PullThroughCacheProps;
import io.github.cdksecurerepository.RegistryScanning;
import io.github.cdksecurerepository.ReplicationRule;
import io.github.cdksecurerepository.RepositoryCreation;
import io.github.cdksecurerepository.RepositoryFilter;
import io.github.cdksecurerepository.RepositoryPrefix;
import io.github.cdksecurerepository.RepositoryTemplate;
import io.github.cdksecurerepository.RepositoryTemplateProps;
import io.github.cdksecurerepository.SecureRegistry;
import io.github.cdksecurerepository.Upstream;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.constructs.Construct;

/** The registry of an account and Region, and the role with which its ECS tasks pull. */
public final class RegistryStack extends Stack {
    /** JSON with the keys username and accessToken. Its name must begin with ecr-pullthroughcache/. */
    private static final String DOCKER_HUB_SECRET =
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:ecr-pullthroughcache/docker-hub-AbCdEf";

    public RegistryStack(final Construct scope, final String id, final StackProps props) {
        super(scope, id, props);

        final SecureRegistry registry = SecureRegistry.Builder.create(this, "Registry")
                .scanning(RegistryScanning.enhanced(EnhancedScanningOptions.builder()
                        .continuous(List.of(RepositoryFilter.matching("prod/*")))
                        .onPush(List.of(RepositoryFilter.all()))
                        .build()))
                .replication(List.of(
                        ReplicationRule.toRegions("eu-central-1", "us-east-1").forPrefix("prod/"),
                        ReplicationRule.toAccount("444455556666", "eu-west-1").forPrefix("prod/")))
                .build();
        registry.acceptReplicationFrom("777788889999", "prod/");
        registry.denyUnlessInOrganization("o-a1b2c3d4e5");

        final ISecret secret = Secret.fromSecretCompleteArn(this, "DockerHubSecret", DOCKER_HUB_SECRET);
        final LifecyclePolicy lifecyclePolicy = LifecyclePolicy.keepLatest(5);
        final PullThroughCache hub = registry.addPullThroughCache("DockerHub", PullThroughCacheProps.builder()
                .upstream(Upstream.dockerHub(secret))
                .prefix("docker-hub")
                .lifecyclePolicy(lifecyclePolicy)
                .build());
        final PullThroughCache ecrPublic = registry.addPullThroughCache("EcrPublic", PullThroughCacheProps.builder()
                .upstream(Upstream.ecrPublic())
                .prefix("ecr-public")
                .lifecyclePolicy(lifecyclePolicy)
                .build());
        final RepositoryTemplate prod = registry.addRepositoryTemplate("Prod", RepositoryTemplateProps.builder()
                .prefix(RepositoryPrefix.of("prod"))
                .createdBy(List.of(RepositoryCreation.REPLICATION, RepositoryCreation.CREATE_ON_PUSH))
                .lifecyclePolicy(LifecyclePolicy.keepLatest(20))
                .tags(Map.of("owner", "platform"))
                .build());

        final Role executionRole = Role.Builder.create(this, "ExecutionRole")
                .assumedBy(new ServicePrincipal("ecs-tasks.amazonaws.com"))
                .build();
        hub.grantPull(executionRole);
        ecrPublic.grantPull(executionRole);
        prod.getAccess().grantPull(executionRole);
    }
}
