package com.example;

public final class App {
    public static void main(final String[] args) {
        final software.amazon.awscdk.App app = new software.amazon.awscdk.App();
        new MyAppStack(app, "MyApp");
        app.synth();
    }

    private App() {}
}
