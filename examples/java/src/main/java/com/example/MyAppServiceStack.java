package com.example;

import io.github.cdksecurerepository.ImageTag;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ecr.IRepository;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.LogDrivers;
import software.constructs.Construct;

/** The service that runs an image of the repository. Deploy it after the first push, because it cannot start without an image. */
public final class MyAppServiceStack extends Stack {
    public MyAppServiceStack(final Construct scope, final String id, final IRepository repository) {
        super(scope, id);

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
        final ImageTag tag = ImageTag.fromParameter(this, "/myapp/image-tag");
        task.addContainer("app", ContainerDefinitionOptions.builder()
                .image(ContainerImage.fromEcrRepository(repository, tag.getTagOrDigest()))
                .logging(LogDrivers.awsLogs(AwsLogDriverProps.builder()
                        .streamPrefix("myapp")
                        .build()))
                .build());
        final FargateService service = FargateService.Builder.create(this, "Service")
                .cluster(cluster)
                .taskDefinition(task)
                .desiredCount(1)
                .minHealthyPercent(100)
                // if the image does not start, ECS rolls back to the previous one
                .circuitBreaker(DeploymentCircuitBreaker.builder().rollback(true).build())
                .assignPublicIp(true)
                .build();

        CfnOutput.Builder.create(this, "ClusterName").value(cluster.getClusterName()).build();
        CfnOutput.Builder.create(this, "ServiceName").value(service.getServiceName()).build();
    }
}
