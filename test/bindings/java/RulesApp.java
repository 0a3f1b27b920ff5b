package com.example;

import io.github.cdksecurerepository.LifecyclePolicy;
import io.github.cdksecurerepository.RepositoryDefaults;
import io.github.cdksecurerepository.RepositoryDefaultsOptions;
import io.github.cdksecurerepository.RepositoryRule;
import io.github.cdksecurerepository.RepositoryRules;
import io.github.cdksecurerepository.RepositoryRulesOptions;
import io.github.cdksecurerepository.SecureRepository;
import io.github.cdksecurerepository.SecureRepositoryDefaultProps;
import io.github.cdksecurerepository.SecureRepositoryDefaults;
import java.util.List;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Mixins;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.ecr.CfnRepository;
import software.amazon.awscdk.services.ecr.Repository;

public final class RulesApp {
    public static void main(final String[] args) {
        final var app = new software.amazon.awscdk.App(AppProps.builder()
                .propertyInjectors(List.of(SecureRepositoryDefaults.of(SecureRepositoryDefaultProps.builder()
                        .lifecyclePolicy(LifecyclePolicy.keepLatest(20))
                        .mutableTags(List.of("latest"))
                        .build())))
                .build());
        Validations.of(app).addPlugins(new RepositoryRules(RepositoryRulesOptions.builder()
                .baseline(System.getenv("ECR_BASELINE"))
                .extra(List.of(
                        RepositoryRule.NO_MUTABLE_TAGS,
                        RepositoryRule.nameMatches("^team/"),
                        RepositoryRule.requiredTags("owner")))
                .build()));

        final Stack found = new Stack(app, "Found");
        CfnRepository.Builder.create(found, "Raw").imageTagMutability("MUTABLE").build();
        final Repository plain =
                Repository.Builder.create(found, "Plain").repositoryName("team/plain").build();
        Validations.of(plain).acknowledge(Acknowledgment.builder()
                .id("cdk-secure-repository::scanned-on-push")
                .reason("Another product scans its images.")
                .build());
        SecureRepository.Builder.create(found, "Secure").repositoryName("team/secure").build();

        CfnRepository.Builder.create(new Stack(app, "Known"), "Raw").imageTagMutability("MUTABLE").build();

        final Stack repaired = new Stack(app, "Repaired");
        Aspects.of(repaired).add(RepositoryDefaults.asAspect(RepositoryDefaultsOptions.builder()
                .immutableTags(true)
                .lifecyclePolicy(LifecyclePolicy.keepLatest(50))
                .build()));
        Repository.Builder.create(repaired, "Plain").repositoryName("team/plain").build();
        CfnRepository.Builder.create(repaired, "Raw")
                .repositoryName("team/raw")
                .imageTagMutability("MUTABLE")
                .build();
        SecureRepository.Builder.create(repaired, "Secure").repositoryName("team/secure").build();

        final Stack mixed = new Stack(app, "Mixed");
        Repository.Builder.create(mixed, "Plain").repositoryName("team/mixed").build();
        Mixins.of(mixed).apply(RepositoryDefaults.asMixin());

        app.synth();
    }

    private RulesApp() {}
}
