package com.example;

import io.github.cdksecurerepository.LifecyclePolicy;
import io.github.cdksecurerepository.SecureRepository;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;

public final class TenLines {
    public static void main(final String[] args) {
        final App app = new App();
        final Stack stack = new Stack(app, "MyApp");
        final SecureRepository repository = SecureRepository.Builder.create(stack, "Repository")
                .repositoryName("myapp")
                .lifecyclePolicy(LifecyclePolicy.keepLatest(10))
                .build();
        final String commands = Fn.join("\n", repository.pushCommands());
        CfnOutput.Builder.create(stack, "PushCommands").value(commands).build();
        app.synth();
    }
}
