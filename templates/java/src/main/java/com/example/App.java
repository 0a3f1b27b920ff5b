package com.example;

public final class App {
    public static void main(final String[] args) {
        final software.amazon.awscdk.App app = new software.amazon.awscdk.App();
        new ImagesStack(app, "MyServiceImages");
        app.synth();
    }

    private App() {}
}
