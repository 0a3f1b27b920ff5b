package com.example;

import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;

public final class RegistryApp {
    public static void main(final String[] args) {
        final App app = new App();
        final Environment env = Environment.builder().account("111122223333").region("eu-west-1").build();
        new RegistryStack(app, "Registry", StackProps.builder().env(env).build());
        app.synth();
    }

    private RegistryApp() {}
}
