package com.example;

import io.github.cdksecurerepository.KeepLatestOptions;
import io.github.cdksecurerepository.LifecyclePolicy;
import io.github.cdksecurerepository.SecureRepository;
import io.github.cdksecurerepository.SecureRepositoryDefaultProps;
import io.github.cdksecurerepository.SecureRepositoryDefaults;
import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;

public final class CompanyDefaultsApp {
    public static void main(final String[] args) {
        final var app = new software.amazon.awscdk.App();
        new SecureRepository(new Stack(app, "OwnDefaults"), "Plain");
        final var defaults = SecureRepositoryDefaults.of(SecureRepositoryDefaultProps.builder()
                .lifecyclePolicy(LifecyclePolicy.keepLatest(20, KeepLatestOptions.builder()
                        .protectedTags(List.of("release-*"))
                        .build()))
                .pullByOrganization("o-a1b2c3d4e5")
                .build());
        final Stack stack = new Stack(app, "CompanyDefaults", StackProps.builder()
                .propertyInjectors(List.of(defaults))
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
