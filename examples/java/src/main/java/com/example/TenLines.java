package com.example;

import io.github.cdksecurerepository.LifecyclePolicy;
import io.github.cdksecurerepository.SecureRepository;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;

public final class TenLines {
    public static void main(final String[] args) {
        final var app = new software.amazon.awscdk.App();
        final Stack stack = new Stack(app, "MyApp");
        final SecureRepository repository = SecureRepository.Builder.create(stack, "Repository")
                .repositoryName("myapp")
                .lifecyclePolicy(LifecyclePolicy.keepLatest(10))
                .build();
        CfnOutput.Builder.create(stack, "PushCommands")
                .value(String.join("\n", repository.pushCommands()))
                .build();
        app.synth();
    }
}
