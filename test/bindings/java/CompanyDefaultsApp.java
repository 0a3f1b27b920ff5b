package com.example;

import io.github.cdksecurerepository.LifecyclePolicy;
import io.github.cdksecurerepository.SecureRepository;
import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;

public final class CompanyDefaultsApp {
    public static void main(final String[] args) {
        final var app = new software.amazon.awscdk.App();
        new SecureRepository(new Stack(app, "OwnDefaults"), "Plain");
        final Stack stack = new Stack(app, "CompanyDefaults", StackProps.builder()
                .propertyInjectors(List.of(new CompanyDefaults()))
                .build());
        new SecureRepository(stack, "Plain");
        SecureRepository.Builder.create(stack, "Named")
                .repositoryName("team/named")
                .mutableTags(List.of("latest"))
                .build();
        SecureRepository.Builder.create(stack, "Wrapped")
                .repositoryName("team/wrapped")
                .lifecyclePolicy(null)
                .build();
        SecureRepository.Builder.create(stack, "Otherwise")
                .lifecyclePolicy(LifecyclePolicy.none())
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        app.synth();
    }

    private CompanyDefaultsApp() {}
}
